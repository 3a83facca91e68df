/**
 * What stands in an array's slot, and where: the twin of graphs/picture/slots.py, and as pure. Only entries that are shown are
 * ever read, so a large array costs no more than a small one.
 */

import { numberOf, numberText } from "../text/number.js";

const DIGITS = 5; // significant ones of a number, where it has room
const CHARACTERS = 8; // of a decimal; one that is longer shows fewer digits
const ENTRY_DIGITS = 3; // of an entry beside others
const COLUMN_DIGITS = 4; // of an entry alone in its row
const ENTRY_ROOM = 3200; // thousandths of an em of such an entry, where fewer digits can do it
export const SIZES = [18, 15, 13, 11]; // the type of entries: the first in which all columns fit
const GAP = 500; // thousandths of an em between columns
const INSET = 6; // from a bracket to the entries beside it
const ADVANCES = { "-": 894, ".": 319, "·": 319, "?": 543, "∞": 1150, "…": 1172, "⋮": 278 }; // bold
const DIGIT = 575;
const WHOLE = 3; // rows or columns that are shown whole
const COLUMN = 4; // entries of a vector that are shown whole
export const DOTS_ASIDE = 2; // from the right end of a column to the dots that stand for its other rows

/** The rows and columns shown of an array, null for dots; null where it has more than two axes. */
export function gridOf(shape) {
  if (shape.length > 2) return null;
  const [rows, columns = 1] = shape;
  const whole = (count) => Array.from({ length: count }, (_, k) => k);
  if (columns === 1) return { rows: rows <= COLUMN ? whole(rows) : [0, 1, null, rows - 1], columns: [0] };
  return {
    rows: rows <= WHOLE ? whole(rows) : [0, null, rows - 1],
    columns: columns <= WHOLE ? whole(columns) : [0, 1, null, columns - 1],
  };
}

/** What stands at each shown place of an array of the contract. */
export function entryTexts(numbers, grid, isVector) {
  const alone = grid.columns.length === 1;
  const text = (row, column) => {
    if (row === null) return column === null ? "" : "⋮";
    if (column === null) return "…";
    return entryText(numberOf(isVector ? numbers[row] : numbers[row][column]), alone);
  };
  return grid.rows.map((row) => grid.columns.map((column) => text(row, column)));
}

/** An entry; beside others it has as many digits as its column has room for. */
export function entryText(x, alone) {
  if (Number.isNaN(x)) return "?";
  if (alone) return compact(x, COLUMN_DIGITS);
  let text = "";
  for (let digits = ENTRY_DIGITS; digits > 0; digits -= 1) {
    text = numberText(x, digits);
    if (!text.includes("^") && ems(text) <= ENTRY_ROOM) return text;
  }
  const power = asPower(x, text);
  return text.includes("^") || ems(power) < ems(text) ? power : text;
}

/** A number with so many digits, or with as many fewer as make a decimal fit its slot. */
export function compact(x, digits = DIGITS) {
  const text = numberText(x, digits);
  return text.length > CHARACTERS && !text.includes("^") && digits > 2 ? compact(x, digits - 1) : text;
}

/** A number as it fits beside its symbol, and which of three sizes of type it has: digits go last. */
export function fittedNumber(x, digits, { width, longest, sizes }) {
  let text = compact(x, digits);
  let size = text.length <= longest ? 0 : 1;
  for (let kept = digits; ems(text) * sizes[size] > width * 1000; ) {
    if (size < 2) size += 1;
    else if (kept > 1) text = compact(x, (kept -= 1));
    else break;
  }
  return { text, size };
}

/** A number that is too long, as one digit times a power of ten; text: how it is written with one digit. */
function asPower(x, text) {
  const [whole, decimals = ""] = text.split(".");
  const [mantissa, exponent] = text.split("·10^");
  let power = exponent ? Number(exponent) : decimals ? -decimals.length : whole.replace("-", "").length - 1;
  const digit = exponent ? Number(mantissa) : decimals ? Number(text) * 10 ** decimals.length : x / 10 ** power;
  let written = numberText(digit, 1);
  if (written.endsWith("10")) {
    written = written.slice(0, -1);
    power += 1;
  }
  return `${written}·10^${power}`;
}

/** The type size in which entries fit their slot, the right end of each column, and the left bracket's place. */
export function columnsOf(texts, right, room) {
  const widths = texts[0].map((_, column) => Math.max(...texts.map((line) => ems(line[column]))));
  const across = widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1);
  const size = SIZES.find((each) => across * each <= room * 1000) ?? SIZES.at(-1);
  const ends = [];
  let end = (right - INSET) * 1000;
  for (const width of [...widths].reverse()) {
    ends.unshift(Math.floor((end + 500) / 1000));
    end -= (width + GAP) * size;
  }
  return { size, ends, left: Math.floor((end + GAP * size + 500) / 1000) - INSET };
}

/** The width of an entry, in thousandths of an em. */
function ems(text) {
  const [mantissa, exponent = ""] = text.split("^");
  const advance = (part) => [...part].reduce((sum, character) => sum + (ADVANCES[character] ?? DIGIT), 0);
  return advance(mantissa) + Math.floor((advance(exponent) * 7) / 10);
}
