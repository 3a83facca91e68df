/** How a number or an array stands in the picture: the same texts, sizes and places as graphs/picture/slots.py writes. */

import { $, $$ } from "../text/dom.js";
import { DOTS_ASIDE, ROWS_LEFT_OUT, SIZES, columnsOf, entriesOf, fittedNumber, gridOf } from "./array_entries.js";
import { numeralText, typographic } from "../text/number.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const filled = new WeakMap();

/** The picture's signs: a minus for the hyphen, its own dot for products. */
const printed = (text) => typographic(text).replaceAll("·", "⋅");

/** A number of numeralOf, or a word as its base, into a <text>, its power of ten raised. */
export function put(slot, { base, exponent = "" }, isSmall = false) {
  slot.classList.toggle("small", isSmall);
  const [line, above] = [printed(base), printed(exponent)];
  if (slot.textContent === line + above) return;
  slot.textContent = line;
  if (above) slot.append(svgElement("tspan", { class: "superscript", dy: "-5" }, above));
}

/**
 * A cell of a frame in a scalar's slot: a dot until it is reached, a word where a fault starts, ? where it has come, else
 * its number. longest: characters at full size; sizes: the type of its three sizes.
 */
export function write(slot, cell, longest, sizes) {
  mark(slot, cell);
  const isNumber = cell.kind === "number";
  const room = { width: Number(slot.dataset.room), longest, sizes };
  const { numeral, size } = isNumber ? fittedNumber(cell.number, Number(slot.dataset.digits ?? 5), room) : { numeral: standIn(cell), size: 0 };
  put(slot, numeral, size > 0);
  slot.classList.toggle("smaller", size > 1);
}

/** A cell in an array's slot: entries in brackets, or what a scalar's says instead of a number. */
export function writeArray(slot, cell, shape) {
  const grid = gridOf(shape);
  const isNumber = cell.kind === "number";
  mark(slot, cell);
  put($(".stand-in", slot), standIn(cell));
  if (!grid) {
    slot.classList.toggle("word", isNumber || cell.kind === "undefined");
    if (isNumber) put($(".stand-in", slot), { base: `${shape.join("×")} array` });
    return;
  }
  slot.classList.toggle("blank", !isNumber);
  fill(slot, isNumber ? entriesOf(cell.number, grid, shape.length === 1) : null);
}

function mark(slot, cell) {
  slot.classList.toggle("unreached", cell.kind === "waiting");
  slot.classList.toggle("word", cell.kind === "undefined");
}

function standIn(cell) {
  return { base: { waiting: "⋅", undefined: "undefined", nothing: "?" }[cell.kind] ?? "" };
}

/** Entries in their places, the left bracket beside them; null: none. A slot that shows them already is left alone. */
function fill(slot, numerals) {
  const key = numerals?.map((line) => line.map(numeralText)).join() ?? "";
  if (filled.get(slot) === key) return;
  filled.set(slot, key);
  const { size, ends, left } = numerals ? columnsOf(numerals, Number(slot.dataset.right), Number(slot.dataset.room), slot.dataset.sizes?.split(" ").map(Number)) : {};
  for (const each of SIZES) slot.classList.toggle(`fit-${each}`, each === size);
  const entries = $$(".entry", slot);
  if (!numerals) {
    for (const entry of entries) entry.textContent = "";
    return;
  }
  numerals.flat().forEach((each, k) => {
    put(entries[k], each);
    entries[k].setAttribute("x", ends[k % ends.length] - (each === ROWS_LEFT_OUT ? DOTS_ASIDE : 0));
  });
  const bracket = $(".bracket", slot);
  bracket.setAttribute("transform", bracket.getAttribute("transform").replace(/\([^,]*/, `(${left}`));
}

export function svgElement(name, attributes, text = "") {
  const node = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.textContent = text;
  return node;
}
