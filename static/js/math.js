/** The page's only use of KaTeX: it fills an element by DOM calls, never by markup. */

import "../vendor/katex/katex.min.js"; // it has no minified ES module; as a side effect it defines globalThis.katex
import { hued } from "./hue.js";

const OURS = new Set(["adjoint", "tangent", "result"]);
const DATA = { "data-node": /^c\d+$/, "data-kind": /^(value|tangent|adjoint)$/ };
const OPTIONS = {
  throwOnError: true, // its own way of showing an error sets a style attribute
  strict: "ignore",
  maxSize: 20,
  maxExpand: 200,
  trust: ({ command, class: names, attributes }) =>
    (command === "\\htmlClass" && names.split(" ").every((name) => OURS.has(name))) ||
    (command === "\\htmlData" && Object.entries(attributes).every(([name, value]) => DATA[name]?.test(value))),
};
const typesetting = new WeakMap();

/** Show a formula; where it cannot be typeset, the plain text. An element that shows it already is left alone. */
export function typeset(element, latex, plain = latex) {
  if (typesetting.get(element) === latex) return;
  typesetting.set(element, latex);
  try {
    globalThis.katex.render(hued(latex), element, OPTIONS);
  } catch (failure) {
    if (!(failure instanceof globalThis.katex.ParseError)) throw failure;
    element.textContent = plain;
  }
}

/** Plain text in an element that may show a formula. */
export function plain(element, text) {
  typesetting.delete(element);
  if (element.textContent !== text) element.textContent = text;
}
