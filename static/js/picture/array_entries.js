/**
 * What stands in an array's slot, and where: the twin of graphs/picture/slots.py, and as pure. Only entries that are shown are
 * ever read, so a large array costs no more than a small one.
 */

import { numberOf, numeralOf, numeralText, powerOfTen } from "../text/number.js";

const DIGITS = 5; // significant ones of a number, where it has room
const CHARACTERS = 8; // of a decimal; one that is longer shows fewer digits
const ENTRY_DIGITS = 3; // of an entry beside others
const COLUMN_DIGITS = 4; // of an entry alone in its row
const [ENTRY_ROOM, ALONE_ROOM] = [3200, 4700]; // thousandths of an em of such entries, where fewer digits can do it
export const SIZES = [18, 15, 13]; // the type of entries: the first in which all columns fit
const GAP = 500; // thousandths of an em between columns
const INSET = 6; // from a bracket to the entries beside it
const ADVANCES = { "-": 894, ".": 319, "·": 319, "?": 543, "∞": 1150, "…": 1172, "⋮": 278 }; // bold
const DIGIT = 575;
const WHOLE = 3; // rows or columns that are shown whole
const COLUMN = 4; // entries of a vector that are shown whole
export const ROWS_LEFT_OUT = Object.freeze({ base: "⋮", exponent: "" });
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
export function entriesOf(numbers, grid, isVector) {
  const alone = grid.columns.length === 1;
  const entry = (row, column) => {
    if (row === null) return column === null ? word("") : ROWS_LEFT_OUT;
    if (column === null) return word("…");
    return entryOf(numberOf(isVector ? numbers[row] : numbers[row][column]), alone);
  };
  return grid.rows.map((row) => grid.columns.map((column) => entry(row, column)));
}

/** An entry; beside others it has as many digits as its column has room for. */
export function entryOf(x, alone) {
  if (Number.isNaN(x)) return word("?");
  let numeral = word("");
  for (let digits = alone ? COLUMN_DIGITS : ENTRY_DIGITS; digits > 0; digits -= 1) {
    numeral = alone ? compact(x, digits) : numeralOf(x, digits);
    if (alone ? ems(numeral) <= ALONE_ROOM : !numeral.exponent && ems(numeral) <= ENTRY_ROOM) return numeral;
  }
  const power = powerOfTen(x);
  return ems(power) <= ems(numeral) ? power : numeral;
}

const word = (base) => ({ base, exponent: "" });

/** A number with so many digits, or with as many fewer as make a decimal fit its slot. */
export function compact(x, digits = DIGITS) {
  const numeral = numeralOf(x, digits);
  return numeralText(numeral).length > CHARACTERS && !numeral.exponent && digits > 2 ? compact(x, digits - 1) : numeral;
}

/** A number as it fits beside its symbol, and which of three sizes of type it has: digits go last. */
export function fittedNumber(x, digits, { width, longest, sizes }) {
  let numeral = compact(x, digits);
  let size = numeralText(numeral).length <= longest ? 0 : Math.min(1, sizes.length - 1);
  for (let kept = digits; ems(numeral) * sizes[size] > width * 1000; ) {
    if (size < sizes.length - 1) size += 1;
    else if (kept > 1) numeral = compact(x, (kept -= 1));
    else break;
  }
  return { numeral, size };
}

/** The type size in which entries fit their slot, the right end of each column, and the left bracket's place. */
export function columnsOf(numerals, right, room, sizes = SIZES) {
  const widths = numerals[0].map((_, column) => Math.max(...numerals.map((line) => ems(line[column]))));
  const across = widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1);
  const size = sizes.find((each) => across * each <= room * 1000) ?? sizes.at(-1);
  const ends = [];
  let end = (right - INSET) * 1000;
  for (const width of [...widths].reverse()) {
    ends.unshift(Math.floor((end + 500) / 1000));
    end -= (width + GAP) * size;
  }
  return { size, ends, left: Math.floor((end + GAP * size + 500) / 1000) - INSET };
}

/** The width of an entry, in thousandths of an em. */
function ems({ base, exponent }) {
  const advance = (part) => [...part].reduce((sum, character) => sum + (ADVANCES[character] ?? DIGIT), 0);
  return advance(base) + Math.floor((advance(exponent) * 7) / 10);
}
