/** What to ask the server after a change: the body of a trace. Pure. */

import { allEntries, countOf } from "./along.js";
import { asksForValues, pointFor, pointOf } from "./point.js";

const MOST_PASSES = 16; // with more input entries the server runs forward mode for one of them at a time

/**
 * about: "program" (it was edited), "number" (one in it is pulled), "point", "wrt", "picture" (its layout), or "state" (all of it, from an address).
 * While the typed program cannot be read, the point still moves the last one that could.
 */
export function questionOf(state, about, layout) {
  const { study, problem, share, direction, cotangent } = state;
  const isSame = !["program", "number", "state"].includes(about);
  const last = isSame && study && problem?.line && !asksForValues(problem) ? study.program : null;
  const program = last ?? state.program;
  const body = { program, at: atOf(state, about, program), share, layout, include: ["steps"] };
  if (about !== "point" && about !== "wrt") body.include.push("svg");
  if (direction) body.direction = direction;
  if (cotangent !== null && cotangent !== undefined) body.cotangent = cotangent;
  if (isSame && study && countOf(study) > MOST_PASSES) body.wrt = state.wrt ?? allEntries(study, 1)[0];
  return body;
}

function atOf({ study, at }, about, program) {
  if (about === "state") return at;
  if (about === "program" || study?.program !== program) return pointFor(program, at);
  return Object.fromEntries(Object.entries(pointOf(study)).map(([name, value]) => [name, at[name] ?? value]));
}
