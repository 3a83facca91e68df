/** How a cell of frame.js reads: in the trace, in the ledger, in the picture's tooltips. */

import { isList, listInFull, listText, shapeOf, sizeOf } from "../text/nested_lists.js";
import { numberText, numeralOf } from "../text/number.js";
import { numeral } from "../text/dom.js";

const DOT = "·";
const UNKNOWN = "?"; // as an edge's number is written where it is undefined
const FULL_SIZE = 7; // characters that a column holds at full size
const SMALL = 10; // and at the smaller
const ROOM = 24; // characters of an array that a column may hold; the rest is cut

/** What a cell shows in place of its number, and what is read out for it. */
export function cellText(cell) {
  if (cell.kind === "number") return isList(cell.number) ? arrayText(cell.number) : numberText(cell.number);
  return { waiting: DOT, undefined: "undefined", nothing: UNKNOWN, absent: "" }[cell.kind];
}

/** All digits of a cell, for tooltips. */
export function cellInFull(cell) {
  if (cell.kind === "number") return listInFull(cell.number);
  return { waiting: "not reached yet", undefined: "undefined", nothing: "undefined further up", absent: "" }[cell.kind];
}

/** Write a cell into an element; the middle dot and the question mark are read out as what they mean. */
export function writeCell(target, cell) {
  const isArray = cell.kind === "number" && isList(cell.number);
  const text = cellText(cell);
  const isNumber = cell.kind === "number" && !isArray;
  if (isNumber) numeral(target, numeralOf(cell.number));
  else if (target.textContent !== text) target.textContent = text;
  const length = isNumber ? text.length : 0;
  target.classList.toggle("array", isArray);
  target.classList.toggle("small", length > FULL_SIZE);
  target.classList.toggle("smaller", length > SMALL);
  target.classList.toggle("unreached", cell.kind === "waiting");
  target.classList.toggle("word", cell.kind === "undefined");
  const full = cellInFull(cell);
  if (full && full !== target.textContent) target.title = full;
  else target.removeAttribute("title");
  if (cell.kind === "waiting" || cell.kind === "nothing") target.setAttribute("aria-label", full);
  else target.removeAttribute("aria-label");
}

/** An array on one line, three digits an entry, cut where a column ends. */
function arrayText(json) {
  const isLong = sizeOf(shapeOf(json)) > ROOM;
  const text = isLong ? listText(shorter(json), 3) : listText(json, 3);
  return text.length > ROOM ? `${text.slice(0, ROOM).replace(/[, ]*$/, "")}…` : text;
}

const shorter = (json) => json.slice(0, ROOM).map((inner) => (isList(inner) ? shorter(inner) : inner));
