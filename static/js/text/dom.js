/** The few DOM phrases that the page repeats; text is always text, never markup. */

import { plain, typeset } from "./math.js";
import { typographic } from "./number.js";

export const $ = (selector, within = document) => within.querySelector(selector);
export const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

/** An element with attributes (false and null leave one out) and children (elements or text). */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

/** A sheet of styles that only some people need, fetched and in force. */
export function linked(href) {
  const link = element("link", { rel: "stylesheet", href });
  return new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => reject(new Error(`no styles at ${href}`)));
    document.head.append(link);
  });
}

/** An element that shows a formula. */
export function formula(latex, text, attributes = {}) {
  const span = element("span", attributes);
  typeset(span, latex, text);
  return span;
}

/** A formula that is seen and a text that is read out, for heads that hold nothing else. */
export function spoken(latex, text) {
  return [element("span", { class: "hidden" }, text), formula(latex, text, { "aria-hidden": "true" })];
}

const said = new WeakMap(); // by element, what its sentence holds

/**
 * Fill an element with a sentence that has symbols and raised exponents in it. A symbol of a node carries data-node;
 * with `kindOf(node id)` it is a button that leads to that one of the node's numbers. Symbols that stand there already stay.
 */
export function sentence(target, parts, kindOf = null) {
  const pieces = piecesOf(parts);
  const held = JSON.stringify(pieces.map((piece) => (typeof piece === "string" ? null : [piece, piece.part.node && kindOf?.(piece.part.node)])));
  const before = said.get(target);
  const stays = before?.held === held && before.nodes.length === target.childNodes.length && before.nodes.every((node) => node.parentNode === target);
  const nodes = stays ? before.nodes : pieces.map((piece) => (typeof piece === "string" ? new Text() : symbolAndSign(piece, kindOf)));
  pieces.forEach((piece, i) => typeof piece === "string" && nodes[i].data !== piece && (nodes[i].data = piece));
  if (stays) return;
  target.replaceChildren(...nodes);
  said.set(target, { held, nodes });
}

/** Strings, and symbols each with the sign after it: the two stay on one line. */
function piecesOf(parts) {
  const rest = [...parts];
  return rest.map((part, i) => {
    if (typeof part === "string") return rest[i];
    const sign = /^[.,:;)]+/.exec(rest[i + 1] ?? "")?.[0] ?? "";
    if (sign) rest[i + 1] = rest[i + 1].slice(sign.length);
    return { part, sign };
  });
}

function symbolAndSign({ part, sign }, kindOf) {
  const shown = "raised" in part ? element("sup", {}, part.raised) : symbolOf(part, kindOf);
  return sign ? element("span", { class: "whole" }, shown, sign) : shown;
}

function symbolOf({ latex, text, node }, kindOf) {
  if (!node || !kindOf) return formula(latex, text, { "data-node": node ?? null });
  const kind = kindOf(node);
  return element("button", { type: "button", class: "symbol", title: `To its ${kind}`, "data-node": node, "data-kind": kind }, ...spoken(latex, text));
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

/** Fill an element with a number of numeralOf, its exponent raised; after: what stands behind it, as a bracket. */
export function numeral(target, { base, exponent, after = "" }) {
  if (!exponent) plain(target, typographic(base) + after);
  else target.replaceChildren(typographic(base), element("sup", {}, typographic(exponent)), after);
}
