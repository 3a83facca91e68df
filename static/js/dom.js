/** The few DOM phrases that the page repeats; text is always text, never markup. */

import { plain, typeset } from "./math.js";
import { raised } from "./number.js";

export const $ = (selector, within = document) => within.querySelector(selector);
export const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

/** An element with attributes (false and null leave one out) and children (elements or text). */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

/** An element that shows a formula. */
export function formula(latex, text, attributes = {}) {
  const made = element("span", attributes);
  typeset(made, latex, text);
  return made;
}

/** A formula that is seen and a text that is read out, for heads that hold nothing else. */
export function spoken(latex, text) {
  return [element("span", { class: "hidden" }, text), formula(latex, text, { "aria-hidden": "true" })];
}

/**
 * Fill an element with a sentence that has symbols and raised exponents in it. A symbol of a node carries data-node;
 * with `kindOf(node id)` it is a button that leads to that one of the node's numbers.
 */
export function sentence(target, parts, kindOf = null) {
  const rest = [...parts];
  const made = rest.map((part, i) => {
    if (typeof part === "string") return part;
    const shown = "raised" in part ? element("sup", {}, part.raised) : symbolOf(part, kindOf);
    const sign = /^[.,:;)]+/.exec(rest[i + 1] ?? "")?.[0];
    if (!sign) return shown;
    rest[i + 1] = rest[i + 1].slice(sign.length); // a symbol and the sign after it stay on one line
    return element("span", { class: "whole" }, shown, sign);
  });
  target.replaceChildren(...made);
}

function symbolOf({ latex, text, node }, kindOf) {
  if (!node || !kindOf) return formula(latex, text, { "data-node": node ?? null });
  const kind = kindOf(node);
  return element("button", { type: "button", class: "symbol", "data-node": node, "data-kind": kind }, ...spoken(latex, `${text}, its ${kind}`));
}

/** Give a line the first of the classes "", "long", "longer" in which it fits; whether one does. */
export function shrink(line) {
  for (const size of [[], ["long"], ["long", "longer"]]) {
    line.classList.remove("long", "longer");
    line.classList.add(...size);
    if (line.scrollWidth <= line.clientWidth) return true;
  }
  return false;
}

/** The same for many lines, each measured as often as there are sizes, not as there are lines. */
export function shrinkAll(lines) {
  let wide = lines;
  for (const size of ["long", "longer"]) {
    wide = wide.filter((line) => line.scrollWidth > line.clientWidth);
    for (const line of wide) line.classList.add(size);
  }
}

/** Fill an element with a number text, its exponent raised. */
export function numeral(target, text) {
  const [base, exponent] = raised(text);
  if (!exponent) plain(target, base);
  else target.replaceChildren(base, element("sup", {}, exponent));
}
