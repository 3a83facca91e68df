/**
 * Which input values to send with a program, and which inputs to ask a person for. The page remembers the value of
 * every name that it has seen, but a value for a name that the program does not read would become an unused input.
 */

import { namesIn } from "../text/names.js";
import { isRelated, lineOf } from "../text/text_place.js";

const REACH = 5; // what a slider reaches at least
const CONSTANTS = new Set(["pi", "e", "E"]); // inputs only where the point binds them
const MENDABLE = new Set(["/problems/binding", "/problems/shapes"]); // what other values may put right

/**
 * The remembered values that a program seems to read. A value in the place of one that the text gives holds as long as
 * its line is the same. In code, LaTeX and prose no name is guessed: only those of the last answer to such a text count.
 */
export function pointFor(program, { at, study }) {
  const isNext = study && isRelated(program, study.program);
  const literals = literalsOf(isNext ? study : null);
  const lines = new Set(program.split("\n"));
  const known = isNext ? study.inputs.map((input) => input.name) : study ? [] : Object.keys(at);
  const names = namesIn(program) ?? known.filter((name) => !isBound(program, name));
  const holds = (name) => (literals.has(name) ? lines.has(lineOf(study.program, literals.get(name).line)) : names.includes(name));
  return Object.fromEntries(Object.entries(at).filter(([name]) => holds(name)));
}

const isBound = (program, name) => new RegExp(`(?:^|[\\n;\\\\,$])\\s*${name}\\s*&?=(?!=)`).test(program);

/** The values that a text gives: name → {value, role, line}. */
export const literalsOf = (study) => new Map((study?.literals ?? []).map((literal) => [literal.name, literal]));

/** The point as a question and an address have it: what the text gives is left to it, unless a person gave another value. */
export function pointGiven({ study, at }) {
  const literals = literalsOf(study);
  const given = study.inputs.filter(({ name }) => name in at || !literals.has(name));
  return { ...Object.fromEntries(given.map(({ name, value }) => [name, at[name] ?? value])), ...dataGiven({ study, at }) };
}

/** The values that a person gave to names which are data now. */
export function dataGiven({ study, at }) {
  const data = [...literalsOf(study).values()].filter(({ name, role }) => role === "data" && name in at);
  return Object.fromEntries(data.map(({ name }) => [name, at[name]]));
}

/** Every input's value, the moved ones moved. */
export function pointShown({ study, at }) {
  return Object.fromEntries(study.inputs.map(({ name, value }) => [name, at[name] ?? value]));
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
 * seems to read, without a value where none was ever given. `own` is the value that the text gives, undefined where it gives none.
 */
export function fieldsOf({ study, program, problem, at }) {
  const literals = literalsOf(study);
  const field = ({ name, latex, value }) => ({ name, latex, value: at[name] ?? value, own: literals.get(name)?.value });
  if (!asksForValues(problem)) return (study?.inputs ?? []).map(field);
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
