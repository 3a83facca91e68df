/** The entries that forward mode can be with respect to: x1, x[0], A[0,1]. Pure. */

import { entryNames, sizeOf } from "../text/nested_lists.js";

/** How many entries all inputs have together: as many passes as forward mode needs. */
export function countOf(study) {
  return study.inputs.reduce((sum, input) => sum + sizeOf(input.shape), 0);
}

/** The names of the entries of all inputs, in their order; at most `most`. */
export function allEntries(study, most = Infinity) {
  const names = [];
  for (const { name, shape } of study.inputs) {
    if (names.length >= most) break;
    names.push(...entryNames(name, shape, most - names.length));
  }
  return names;
}

/** Of the entries that there are passes for, the one that a person asked for: itself, or the first of an array. */
export function chosenEntry(entries, wrt) {
  return entries.find((entry) => entry === wrt) ?? entries.find((entry) => wrt && inputOf(entry) === wrt) ?? entries[0];
}

/** The first entry of the input that `wrt` names, or the entry itself; null where it belongs to none. */
export function firstEntry(study, wrt) {
  const input = study.inputs.find((each) => wrt && each.name === inputOf(wrt));
  if (!input) return null;
  return input.shape.length === 0 || wrt.includes("[") ? wrt : entryNames(input.name, input.shape, 1)[0];
}

/** The name of an entry's input. */
export function inputOf(entry) {
  return entry.split("[")[0];
}

/** An entry's LaTeX, its indices as they are typed; null for what is no entry of an input (a direction). */
export function entryLatex(study, entry) {
  const input = study.inputs.find((each) => entry && each.name === inputOf(entry));
  if (!input) return null;
  return entry === input.name ? input.latex : `{${input.latex}}_{${entry.slice(input.name.length)}}`; // an index may follow a subscript
}

/** The entry's number in a point. */
export function entryAt(point, entry) {
  return indicesOf(entry).reduce((inner, k) => inner[k], point[inputOf(entry)]);
}

/** Some entries moved: the new values of the inputs that they belong to. */
export function movedTo(point, moves) {
  const moved = {};
  for (const [entry, x] of Object.entries(moves)) {
    const name = inputOf(entry);
    moved[name] = replaced(moved[name] ?? point[name], indicesOf(entry), x);
  }
  return moved;
}

function replaced(value, [first, ...rest], x) {
  return first === undefined ? x : value.map((inner, k) => (k === first ? replaced(inner, rest, x) : inner));
}

function indicesOf(entry) {
  return (entry.slice(inputOf(entry).length).match(/\d+/g) ?? []).map(Number);
}
