/** Vectors and matrices as grids of cells: how they grow, and what a pasted block of numbers is. Pure. */

import { GRID, isList } from "../text/nested_lists.js";

const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/g;
const WHOLE = new RegExp(`^(?:${NUMBER.source})$`);

/** The rows of cells: a vector is one row of them. */
export const rowsOf = (value) => (isList(value[0]) ? value : [value]);

/** The value with one cell changed. */
export function withCell(value, row, column, x) {
  return isList(value[0]) ? value.with(row, value[row].with(column, x)) : value.with(column, x);
}

/** A row or a column (by: 1 or -1) more or less; new cells are 0. The same value where that cannot be. */
export function grown(value, axis, by) {
  const isMatrix = isList(value[0]);
  const length = axis === "row" ? value.length : rowsOf(value)[0].length;
  if (length + by < 1 || length + by > GRID || (axis === "row" && !isMatrix)) return value;
  const resized = (list, filler) => (by > 0 ? [...list, filler] : list.slice(0, -1));
  if (axis === "row") return resized(value, value[0].map(() => 0));
  return isMatrix ? value.map((row) => resized(row, 0)) : resized(value, 0);
}

/** Rows of numbers in a text (of a spreadsheet, of NumPy, in brackets or bare); null where it is no block of at least two. */
export function blockIn(text) {
  const rows = text.includes("\t") ? cellsIn(text) : numbersIn(text);
  const isBlock = rows && rows.flat().length > 1 && rows.every((row) => row.length === rows[0].length) && rows.flat().every(Number.isFinite);
  return isBlock ? rows : null;
}

/** A spreadsheet's cells: an empty one is 0, and where tabs part them a comma is a decimal one. */
function cellsIn(text) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
  return lines.map((line) => line.split("\t").map((cell) => {
    const plain = cell.trim().replace("\u2212", "-").replace(/^([+-]?\d*),(\d+)/, "$1.$2");
    return plain === "" ? 0 : WHOLE.test(plain) ? Number(plain) : NaN;
  }));
}

function numbersIn(text) {
  const plain = text.replaceAll("\u2212", "-").replace(/\b(?:np\.|numpy\.|torch\.)?(?:array|tensor)\(|,?\s*dtype=[\w.]+|[()]/g, " ");
  if (/[^\d\s+\-.eE,;[\]]/.test(plain)) return null;
  const lines = plain.replace(/\]\s*,?\s*\[/g, "\n").split(/[\n;]+/);
  return lines.map((line) => (line.match(NUMBER) ?? []).map(Number)).filter((row) => row.length);
}

/** A value with a block laid over it from a cell on; it grows as far as the block needs. A vector takes a line or a column. */
export function pasted(value, row, column, block) {
  const isLine = block.length === 1 || block[0].length === 1;
  if (!isList(value[0]) && isLine) return overlaid([value], 0, column, [block.flat()])[0];
  return overlaid(rowsOf(value), isList(value[0]) ? row : 0, column, block);
}

function overlaid(rows, row, column, block) {
  const height = Math.max(rows.length, row + block.length);
  const width = Math.max(rows[0].length, column + block[0].length);
  return Array.from({ length: height }, (_, i) => Array.from({ length: width }, (_, j) => block[i - row]?.[j - column] ?? rows[i]?.[j] ?? 0));
}
