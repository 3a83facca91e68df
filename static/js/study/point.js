/**
 * Which input values to send with a program, and which inputs to ask a person for. The page remembers the value of
 * every name that it has seen, but a value for a name that the program does not read would become an unused input.
 */

import { namesIn } from "../text/names.js";

const REACH = 5; // what a slider reaches at least
const CONSTANTS = new Set(["pi", "e", "E"]); // inputs only where the point binds them
const MENDABLE = new Set(["/problems/binding", "/problems/shapes"]); // what other values may put right

/** The remembered values that a program seems to read; of LaTeX, all that no line of it binds. */
export function pointFor(program, remembered) {
  const names = namesIn(program);
  const isBound = (name) => new RegExp(`(?:^|[\\n;\\\\])\\s*${name}\\s*&?=(?!=)`).test(program);
  return Object.fromEntries(Object.entries(remembered).filter(([name]) => (names === null ? !isBound(name) : names.includes(name))));
}

/** The names that an answer calls unused: they were remembered, nobody asked for them. */
export function unusedIn(study) {
  const nodes = study.issues.filter((issue) => issue.kind === "unused input").map((issue) => issue.node);
  return study.inputs.filter((input) => nodes.includes(input.node)).map((input) => input.name);
}

/** The point of an answer: made once, every step puts it into the address. */
export function pointOf(study) {
  if (!POINTS.has(study)) POINTS.set(study, Object.freeze(Object.fromEntries(study.inputs.map((input) => [input.name, input.value]))));
  return POINTS.get(study);
}

const POINTS = new WeakMap(); // by study

/** Whether a program was read, but does not go with its point: a matrix is missing, or two shapes do not fit. */
export function asksForValues(problem) {
  return Boolean(problem) && MENDABLE.has(problem.type);
}

/**
 * The inputs that the page has fields for: those of the answer; while a program asks for other values, those that it
 * seems to read, without a value where none was ever given.
 */
export function fieldsOf({ study, program, problem, at }) {
  if (!asksForValues(problem)) return (study?.inputs ?? []).map(({ name, latex, value }) => ({ name, latex, value: at[name] ?? value }));
  const known = new Map((study?.inputs ?? []).map((input) => [input.name, input]));
  const names = (namesIn(program) ?? Object.keys(at)).filter((name) => !CONSTANTS.has(name) || name in at);
  return names.map((name) => ({ name, latex: known.get(name)?.latex ?? null, value: at[name] }));
}

/** How far a slider goes on both sides of 0: 5, or the next 10, 20, 50 … that holds the value. */
export function reachOf(value) {
  const size = Math.abs(value);
  if (size <= REACH) return REACH;
  const power = 10 ** Math.floor(Math.log10(size));
  return [1, 2, 5, 10].map((digit) => digit * power).find((reach) => reach >= size) ?? Number.MAX_VALUE;
}
