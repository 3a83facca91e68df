/** How a cell of frame.js reads: in the trace, in the ledger, in the picture's tooltips. */

import { literal, numberText, typographic } from "./number.js";
import { numeral } from "./dom.js";

const DOT = "·";
const FULL_SIZE = 7; // characters that a column holds at full size
const SMALL = 10; // and at the smaller

/** What a cell shows in place of its number, and what is read out for it. */
export function cellText(cell) {
  if (cell.kind === "number") return numberText(cell.number);
  return { waiting: DOT, undefined: "undefined", nothing: "", absent: "" }[cell.kind];
}

/** All digits of a cell, for tooltips. */
export function cellInFull(cell) {
  if (cell.kind === "number") return typographic(literal(cell.number));
  return { waiting: "not reached yet", undefined: "undefined", nothing: "undefined further up", absent: "" }[cell.kind];
}

/** Write a cell into an element; the middle dot is read out as what it means. */
export function writeCell(target, cell) {
  if (cell.kind === "number") numeral(target, cellText(cell));
  else if (target.textContent !== cellText(cell)) target.textContent = cellText(cell);
  const length = cell.kind === "number" ? cellText(cell).length : 0;
  target.classList.toggle("small", length > FULL_SIZE);
  target.classList.toggle("smaller", length > SMALL);
  target.classList.toggle("unreached", cell.kind === "waiting");
  target.classList.toggle("word", cell.kind === "undefined");
  const full = cellInFull(cell);
  if (full && full !== target.textContent) target.title = full;
  else target.removeAttribute("title");
  if (cell.kind === "waiting") target.setAttribute("aria-label", full);
  else target.removeAttribute("aria-label");
}
