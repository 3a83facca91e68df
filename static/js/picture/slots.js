/** How a number or an array stands in the picture: the same texts, sizes and places as graphs/picture/slots.py writes. */

import { $, $$ } from "../text/dom.js";
import { DOTS_ASIDE, SIZES, columnsOf, entryTexts, fittedNumber, gridOf } from "./array_entries.js";
import { typographic } from "../text/number.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const filled = new WeakMap();

/** The picture's signs: a minus for the hyphen, its own dot for products. */
export function printed(text) {
  return typographic(text).replaceAll("·", "⋅");
}

/** Text into a <text>, smaller past `longest` characters, with its power of ten raised. */
export function put(slot, text, longest) {
  slot.classList.toggle("small", text.length > longest);
  if (slot.textContent === text.replace("^", "")) return;
  const [base, exponent] = text.split("^");
  slot.textContent = base;
  if (exponent) slot.append(svgElement("tspan", { class: "superscript", dy: "-5" }, exponent));
}

/**
 * A cell of a frame in a scalar's slot: a dot until it is reached, a word where a fault starts, ? where it has come, else
 * its number. longest: characters at full size; sizes: the type of its three sizes.
 */
export function write(slot, cell, longest, sizes) {
  mark(slot, cell);
  const isNumber = cell.kind === "number";
  const room = { width: Number(slot.dataset.room), longest, sizes };
  const { text, size } = isNumber ? fittedNumber(cell.number, Number(slot.dataset.digits ?? 5), room) : { text: standIn(cell), size: 0 };
  put(slot, printed(text), size > 0 ? 0 : Infinity);
  slot.classList.toggle("smaller", size > 1);
}

/** A cell in an array's slot: entries in brackets, or what a scalar's says instead of a number. */
export function writeArray(slot, cell, shape) {
  const grid = gridOf(shape);
  const isNumber = cell.kind === "number";
  mark(slot, cell);
  put($(".stand-in", slot), standIn(cell), Infinity);
  if (!grid) {
    slot.classList.toggle("word", isNumber || cell.kind === "undefined");
    if (isNumber) put($(".stand-in", slot), `${shape.join("×")} array`, Infinity);
    return;
  }
  slot.classList.toggle("blank", !isNumber);
  fill(slot, isNumber ? entryTexts(cell.number, grid, shape.length === 1) : null);
}

function mark(slot, cell) {
  slot.classList.toggle("unreached", cell.kind === "waiting");
  slot.classList.toggle("word", cell.kind === "undefined");
}

function standIn(cell) {
  return { waiting: "⋅", undefined: "undefined", nothing: "?" }[cell.kind] ?? "";
}

/** Entries in their places, the left bracket beside them; null: none. A slot that shows them already is left alone. */
function fill(slot, texts) {
  const key = texts?.join() ?? "";
  if (filled.get(slot) === key) return;
  filled.set(slot, key);
  const { size, ends, left } = texts ? columnsOf(texts, Number(slot.dataset.right), Number(slot.dataset.room)) : {};
  for (const each of SIZES) slot.classList.toggle(`fit-${each}`, each === size);
  const entries = $$(".entry", slot);
  if (!texts) {
    for (const entry of entries) entry.textContent = "";
    return;
  }
  texts.flat().forEach((text, k) => {
    put(entries[k], printed(text), Infinity);
    entries[k].setAttribute("x", ends[k % ends.length] - (text === "⋮" ? DOTS_ASIDE : 0));
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
