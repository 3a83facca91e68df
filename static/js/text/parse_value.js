/**
 * What a person types as a value: a number, a list of numbers, or a list of lists. Pure.
 * {value} where it can be read, {problem} with a sentence where not; {} while a number is not finished.
 */

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const BEGUN = /^[+-]?\.?$|^[+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?$/;
const DEEPEST = 16; // lists in lists that are gone through: what is wrong with three is said at its end
const NO_DEEPER = "At most rows of numbers: no list in a row.";
const SIGNS = /[[\],]|[^[\],\s]+/g;

export function valueTyped(text) {
  const plain = text.replaceAll("\u2212", "-").trim();
  if (!/[[\],]/.test(plain)) return BEGUN.test(plain) ? {} : numberTyped(plain);
  const signs = plain.match(SIGNS);
  if (signs[0] !== "[") return { problem: "A list stands in square brackets: [1, 2]." };
  try {
    const [value, end] = list(signs, 0);
    if (end < signs.length) return { problem: `The list ends before ${quoted(signs[end])}.` };
    return checked(value);
  } catch (failure) {
    if (!(failure instanceof Unreadable)) throw failure;
    return { problem: failure.message };
  }
}

class Unreadable extends Error {}

function numberTyped(text) {
  if (!NUMBER.test(text)) return { problem: `${quoted(text)} is not a number.` };
  const value = Number(text);
  return Number.isFinite(value) ? { value } : { problem: `${quoted(text)} is larger than any double.` };
}

/** The list that opens at signs[at], and where it ends. */
function list(signs, at, depth = 1) {
  if (depth > DEEPEST) throw new Unreadable(NO_DEEPER);
  const entries = [];
  for (let next = at + 1; ; ) {
    if (signs[next] === undefined) throw new Unreadable("A ] is missing at the end.");
    if (signs[next] === "]" && !entries.length) throw new Unreadable("A list needs at least one number.");
    if (signs[next] === "," || signs[next] === "]") throw new Unreadable(`A number is missing before ${quoted(signs[next])}.`);
    const [entry, end] = signs[next] === "[" ? list(signs, next, depth + 1) : [number(signs[next]), next + 1];
    entries.push(entry);
    if (signs[end] === "]") return [entries, end + 1];
    if (signs[end] === undefined) throw new Unreadable("A ] is missing at the end.");
    if (signs[end] !== ",") throw new Unreadable(`A comma is missing before ${quoted(signs[end])}.`);
    next = end + 1;
  }
}

function number(text) {
  const { value, problem } = numberTyped(text);
  if (problem) throw new Unreadable(problem);
  return value;
}

/** A vector, or a matrix with rows of one length. */
function checked(value) {
  const rows = value.filter(Array.isArray);
  if (rows.length === 0) return { value };
  if (rows.length < value.length) return { problem: "A list holds numbers, or rows, but not both." };
  if (rows.flat().some(Array.isArray)) return { problem: NO_DEEPER };
  const other = rows.find((row) => row.length !== rows[0].length);
  return other ? { problem: `All rows must be of one length; here are ${rows[0].length} and ${other.length}.` } : { value };
}

const quoted = (text) => `“${text.length > 16 ? `${text.slice(0, 16)}…` : text}”`;
