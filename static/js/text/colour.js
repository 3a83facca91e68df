/**
 * Colour in formulas, by class, so that themes switch without typesetting again: LaTeX in, LaTeX out.
 * A symbol with a bar is an adjoint, one with a dot a tangent; ink is everything else.
 */

const ACCENTS = { "\\bar": "adjoint", "\\dot": "tangent" };
const NUMBER = String.raw`-?\d+(?:\.\d+)?(?: \\cdot 10\^\{-?\d+\})?|-?\\infty`;
const MATRIX = String.raw`\\begin\{bmatrix\}(?:(?!\\end\{bmatrix\}).)*\\end\{bmatrix\}`;
const PRODUCT = new RegExp(String.raw`^(\\textstyle\\sum )?(${MATRIX}|${NUMBER})( \\cdot | \\odot )(${MATRIX}|${NUMBER})$`); // any other rule stays ink
const FIRST_MASK = 0xe000; // private signs, which no name can hold
const FACTOR = new RegExp(String.raw`(\\cdot )?(\\left\()?(${NUMBER})(\\right\))?(?=( \\cdot )?)`, "g");

/** Every dotted or barred symbol, with its subscript, in its class. */
export function hued(latex) {
  let written = "";
  let at = 0;
  for (const { 0: accent, index } of latex.matchAll(/\\(?:bar|dot)(?![A-Za-z])/g)) {
    if (index < at) continue;
    let end = groupEnd(latex, index + accent.length);
    while (latex[end] === "_" || latex[end] === "^") end = groupEnd(latex, end + 1);
    written += `${latex.slice(at, index)}\\htmlClass{${ACCENTS[accent]}}{${latex.slice(index, end)}}`;
    at = end;
  }
  return written + latex.slice(at);
}

/**
 * A step's numbers: those that are tangents or adjoints in their class, partials in ink, the result bold; symbols are
 * left to `hued`.
 * In a product the server writes adjoint · partial and partial · tangent.
 */
export function huedNumbers(latex, sweep) {
  const [bare, unmasked] = masked(latex);
  return unmasked(huedOf(bare, sweep));
}

/** The same LaTeX with a sign for every partial in braces, whose numbers are no tangents or adjoints; and the way back. */
function masked(latex) {
  const kept = [];
  let bare = "";
  let at = 0;
  for (const { index } of latex.matchAll(/(?<= )\{/g)) {
    if (index < at) continue;
    const end = groupEnd(latex, index);
    bare += latex.slice(at, index) + String.fromCharCode(FIRST_MASK + kept.push(latex.slice(index, end)) - 1);
    at = end;
  }
  return [bare + latex.slice(at), (text) => text.replace(/[\ue000-\uf8ff]/g, (sign) => kept[sign.charCodeAt(0) - FIRST_MASK])];
}

function huedOf(latex, sweep) {
  const hue = { value: "", forward: "tangent", reverse: "adjoint" }[sweep];
  const [left, ...right] = latex.split(/ = (?!.*\\Rightarrow)/);
  if (!right.length) return latex;
  const result = right.pop();
  const numbers = (text) => text.replace(FACTOR, (all, before = "", open = "", number, close = "", after) => {
    const partial = sweep === "reverse" ? before : after;
    return partial || !hue ? all : `${before}${open}\\htmlClass{${hue}}{${number}}${close}`;
  });
  const inked = (text) => text.split(/ \+ (?![^{]*\\end\{bmatrix\})/).map((term) => (term.includes("bmatrix") ? ofArrays(term) : numbers(term))).join(" + ");
  const ofArrays = (term) => term.replace(PRODUCT, (all, sum = "", left, sign, right) => {
    const inHue = (factor) => (hue ? `\\htmlClass{${hue}}{${factor}}` : factor);
    return sweep === "forward" ? `${sum}${left}${sign}${inHue(right)}` : `${sum}${inHue(left)}${sign}${right}`;
  });
  const bold = (number) => `\\mathbf{${number.replaceAll("-", "\\mathord{\\boldsymbol{-}}")}}`; // \mathbf leaves signs thin
  const isMatrix = new RegExp(`^${MATRIX}$`).test(result);
  const strong = isMatrix ? result.replace(new RegExp(NUMBER, "g"), bold) : new RegExp(`^(?:${NUMBER})$`).test(result) && bold(result);
  const last = strong ? `\\htmlClass{${`${hue} result`.trim()}}{${strong}}` : inked(result);
  return [left, ...right.map(inked), last].join(" = ");
}

/** Where the TeX group that starts here ends: braces, a command with its name, or one sign. */
export function groupEnd(latex, start) {
  if (latex[start] === "\\") return start + /^\\(?:[A-Za-z]+|.)/.exec(latex.slice(start))[0].length;
  if (latex[start] !== "{") return start + 1;
  let depth = 0;
  for (let at = start; at < latex.length; at++) {
    if (latex[at] === "\\") at++;
    else if (latex[at] === "{") depth++;
    else if (latex[at] === "}" && --depth === 0) return at + 1;
  }
  return latex.length;
}
