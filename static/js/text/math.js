/** The page's only use of KaTeX: it fills an element by DOM calls, never by markup. */

import "../../vendor/katex/katex.min.js"; // it has no minified ES module; as a side effect it defines globalThis.katex

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
const MOST = 500; // formulas that are kept: a step's are looked at again, and its neighbours share symbols
const kept = new Map(); // by LaTeX and output, the one that was used longest ago first

/**
 * Show a formula; where it cannot be typeset, the plain text. An element that shows it already is left alone. Where nobody
 * hears it (aria-hidden) it has no MathML.
 */
export function typeset(element, latex, plain = latex) {
  if (typesetting.get(element) === latex) return;
  typesetting.set(element, latex);
  const rendering = formulaOf(latex, element.ariaHidden === "true" ? "html" : "htmlAndMathml");
  if (rendering) element.replaceChildren(rendering.cloneNode(true));
  else element.textContent = plain;
}

/** A formula to be copied; null where KaTeX cannot read it. */
function formulaOf(latex, output) {
  const key = `${output} ${latex}`;
  const rendering = kept.has(key) ? kept.get(key) : rendered(latex, output);
  kept.delete(key);
  kept.set(key, rendering);
  if (kept.size > MOST) kept.delete(kept.keys().next().value);
  return rendering;
}

function rendered(latex, output) {
  const whole = document.createElement("span");
  try {
    globalThis.katex.render(latex, whole, { ...OPTIONS, output });
  } catch (failure) {
    if (!(failure instanceof globalThis.katex.ParseError)) throw failure;
    return null;
  }
  return whole.firstChild;
}

/** Plain text in an element that may show a formula. */
export function plain(element, text) {
  typesetting.delete(element);
  if (element.textContent !== text) element.textContent = text;
}
