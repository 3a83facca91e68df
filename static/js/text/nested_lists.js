/**
 * Vectors and matrices as the contract holds them: nested lists of numbers, where null is undefined and infinities are
 * words. A number alone is the list of no axes, so that every function here takes any value of the contract. Pure.
 */

import { literal, numberOf, numberPieces, typographic } from "./number.js";

const WHOLE = 4; // rows and columns that a formula shows in full
const KEPT = [0, 1, -1]; // of a longer axis, these entries and dots
const EXACT = 16; // entries that a tooltip has all digits of
const SPOKEN = 400; // entries that it has at all

export const GRID = 6; // rows and columns of an array that is edited cell by cell; a larger one is edited as text

export const isList = Array.isArray;

/** [] for a number, [3] for a vector, [3, 2] for a matrix. */
export function shapeOf(json) {
  const shape = [];
  for (let inner = json; isList(inner); inner = inner[0]) shape.push(inner.length);
  return shape;
}

export const sizeOf = (shape) => shape.reduce((product, length) => product * length, 1);

/** Whether an array is small enough for a grid. */
export function isGridded(value) {
  const shape = shapeOf(value);
  return shape.length > 0 && shape.length <= 2 && shape.every((length) => length <= GRID) && sizeOf(shape) > 0;
}

export const shapeText = (shape) => shape.join("×");

/** A shape as words: "a number", "3 entries", "3×2". */
export function shapeWords(shape) {
  if (shape.length === 0) return "a number";
  if (shape.length > 1) return shapeText(shape);
  return shape[0] === 1 ? "1 entry" : `${shape[0]} entries`;
}

/** Every entry with its indices, row by row: [[0, 1], 2.5]. */
export function entriesIn(json, at = []) {
  return isList(json) ? json.flatMap((inner, i) => entriesIn(inner, [...at, i])) : [[at, json]];
}

/** The names of all entries of an input: x, or x[0], x[1], or A[0,1]. At most `most` of them. */
export function entryNames(name, shape, most = Infinity) {
  const count = Math.min(sizeOf(shape), most);
  return Array.from({ length: count }, (_, k) => {
    const at = [];
    let rest = k;
    for (const length of [...shape].reverse()) {
      at.unshift(rest % length);
      rest = Math.floor(rest / length);
    }
    return shape.length ? `${name}[${at.join(",")}]` : name;
  });
}

/** The same shape, filled with one number. */
export function filled(shape, x) {
  const [length, ...inner] = shape;
  return length === undefined ? x : Array.from({ length }, () => filled(inner, x));
}

export function transposed(matrix) {
  return matrix[0].map((_, j) => matrix.map((row) => row[j]));
}

/** As one types it, with few digits: [1, −2.5], [[1, 2], [3, 4]] or [1e−7]. */
export function listText(json, digits = 5) {
  return isList(json) ? `[${json.map((inner) => listText(inner, digits)).join(", ")}]` : typed(numberPieces(numberOf(json), digits));
}

const typed = ([mantissa, exponent]) => typographic(exponent === null ? mantissa : `${mantissa}e${exponent}`);

/** A value in full, for tooltips: all digits of a small one, five digits of a larger, and no end of a very large one. */
export function listInFull(json) {
  const size = sizeOf(shapeOf(json));
  if (size > SPOKEN) return `${entriesIn(json).slice(0, SPOKEN).map(([, x]) => listText(x)).join(", ")}, …`;
  return size > EXACT ? listText(json) : exact(json);
}

const exact = (json) => (isList(json) ? `[${json.map(exact).join(", ")}]` : typographic(literal(numberOf(json))));

/** How a value is written into a field: as JSON with a space after each comma, every row of a matrix on its line. */
export function listTyped(json) {
  return isList(json) ? `[${json.map(listTyped).join(isList(json[0]) ? ",\n " : ", ")}]` : String(json);
}

/** Whether a formula shows all of an array: up to 4×4, and no more than two axes. */
export function isWhole(shape) {
  return shape.length <= 2 && shape.every((length) => length <= WHOLE);
}

/** A matrix (a vector is one column of it) in LaTeX; a large one by its corners, with dots between. */
export function matrixLatex(rows) {
  const down = kept(rows.length);
  const across = kept(rows[0].length);
  const dots = `${across.map((j) => (j === null ? "\\ddots" : "\\vdots")).join(" & ")}`;
  const lines = down.map((i) => (i === null ? dots : across.map((j) => (j === null ? "\\cdots" : numberLatex(rows[i][j]))).join(" & ")));
  return `\\begin{bmatrix}${lines.join(" \\\\ ")}\\end{bmatrix}`;
}

function kept(length) {
  if (length <= WHOLE) return Array.from({ length }, (_, i) => i);
  const [first, second, last] = KEPT;
  return [first, second, null, length + last];
}

/** A number of the contract in LaTeX, five digits. */
export function numberLatex(json) {
  const x = numberOf(json);
  if (Number.isNaN(x)) return "\\text{undefined}";
  if (!Number.isFinite(x)) return x > 0 ? "\\infty" : "-\\infty";
  const [mantissa, exponent] = numberPieces(x);
  return exponent === null ? mantissa : `${mantissa} \\cdot 10^{${exponent}}`;
}
