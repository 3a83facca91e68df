/** How a number stands in the picture: the same text, size and raised exponent as graphs/picture.py writes. */

import { typographic } from "./number.js";

const NAMESPACE = "http://www.w3.org/2000/svg";

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

export function svgElement(name, attributes, text = "") {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}
