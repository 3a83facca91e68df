/** What to ask the server after a change: the body of a trace. Pure. */

import { allEntries, countOf } from "../study/input_entries.js";
import { asksForValues, dataGiven, pointFor, pointGiven, pointOf } from "../study/point.js";

const MOST_PASSES = 16; // with more input entries the server runs forward mode for one of them at a time

/** What moves under a hand, each change soon followed by another. */
export const MOVING = ["point", "number"];

/**
 * about: "program" (it was edited), "number" (one in it is pulled), "point", "wrt", "picture" (its layout), or
 * "state" (all of it, from an address). looked: the step that is looked at, {sweep, index, wrt}, which alone comes with its words.
 * While the typed program cannot be read, the point still moves the last one that could.
 */
export function questionOf(state, about, layout, looked = null) {
  const { study, problem, share, direction, cotangent } = state;
  const isSame = !["program", "number", "state"].includes(about);
  const last = isSame && study && problem?.line && !asksForValues(problem) ? study.program : null;
  const program = last ?? state.program;
  const body = { program, at: atOf(state, about, program), share, layout, include: ["columns", "parts"] };
  if (!["point", "number", "wrt"].includes(about)) askForPicture(body, state);
  if (looked) body.explain = looked;
  if ([...MOVING, "wrt"].includes(about) && study?.wording) body.wording = study.wording;
  Object.assign(body, readingOf(state));
  if (direction) body.direction = direction;
  if (cotangent !== null && cotangent !== undefined) body.cotangent = cotangent;
  if (isSame && study && countOf(study) > MOST_PASSES) body.wrt = state.wrt ?? allEntries(study, 1)[0];
  return body;
}

/** The picture too, with its boxes; where no address says which are open, a graph of many nodes has all of them closed. */
export function askForPicture(body, { open }) {
  body.include.push("svg");
  body.open = open ?? ["auto"];
}

function atOf(state, about, program) {
  if (about === "state") return state.at;
  return about === "program" || state.study?.program !== program ? pointFor(program, state) : pointGiven(state);
}

/** How the text is read, as far as a person chose: the names of nodes, which names are inputs, the text's form. */
function readingOf({ names, inputs, form }) {
  return { ...(names && { names }), ...(inputs && { inputs }), ...(form && { form }) };
}

/** What a part of the page asks about the study that is shown, at its point. */
export function questionOfPart(state) {
  const { study, share } = state;
  return { program: study.program, at: { ...pointOf(study), ...dataGiven(state) }, share, ...readingOf(state) };
}

/** An edge of the study that is shown, along a forward pass. */
export function questionOfEdge(state, edge, entry) {
  const { direction, cotangent } = state;
  return {
    ...questionOfPart(state), edge, include: ["parts"],
    ...(entry && entry !== "direction" && { wrt: entry }),
    ...(direction && { direction }),
    ...(cotangent !== null && cotangent !== undefined && { cotangent }),
  };
}

/** The paths of a number of the study that is shown; what it has of its words is not said again. */
export function questionOfPaths(state, paths) {
  const { direction, cotangent, study } = state;
  return {
    ...questionOfPart(state), paths, include: ["columns", "parts"], wording: study.wording,
    ...(direction && { direction }),
    ...(cotangent !== null && cotangent !== undefined && { cotangent }),
  };
}

/** Steps of a sweep of the study that is shown, from one on, with their words. */
export function questionOfSteps(state, sweep, entry, step) {
  const { direction, cotangent } = state;
  return {
    ...questionOfPart(state), sweep, step, include: ["parts"],
    ...(sweep === "forward" && entry !== "direction" && { wrt: entry }),
    ...(direction && { direction }),
    ...(cotangent !== null && cotangent !== undefined && { cotangent }),
  };
}
