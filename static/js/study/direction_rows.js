/** Rates along directions, as data: ∇f·v in numbers, the steepest directions as rows. Pure. */

import { allEntries, countOf, entryLatex } from "./input_entries.js";
import { entriesIn, numberLatex } from "../text/nested_lists.js";
import { numberOf, numberText } from "../text/number.js";

const TERMS = 3; // of a product that is written out
const ROWS = 16; // entries of a direction that are listed

/**
 * Beside a direction: the left side of its row in the answer, and for a number the sentence that sets the product with
 * the reverse sweep's gradient beside the forward pass. null where no direction was asked for.
 */
export function alongRow(study, direction) {
  if (study.directional === null || study.directional === undefined || !direction) return null;
  const { latex: f, text } = study.result;
  const isKnown = Object.keys(direction).every((name) => study.inputs.some((input) => input.name === name)); // another spelling may not be
  if (study.gradient === null) return { latex: `D ${f} \\cdot v`, text: `D ${text}·v`, json: study.directional, words: null };
  return { latex: `\\nabla ${f} \\cdot v`, text: `∇${text}·v`, json: study.directional, words: isKnown ? productWords(study, direction) : null };
}

function productWords(study, direction) {
  const { latex: f, text } = study.result;
  const slopes = entriesIn(study.inputs.map((input) => study.gradient[input.name])).map(([, x]) => numberOf(x));
  const moves = study.inputs.flatMap((input) => {
    const moved = direction[input.name];
    return entriesIn(study.gradient[input.name]).map(([at]) => (moved === undefined ? 0 : at.reduce((inner, k) => inner[k], moved)));
  });
  const terms = slopes.map((slope, k) => [slope, moves[k]]).filter(([, move]) => move !== 0);
  const product = terms.reduce((sum, [slope, move]) => sum + slope * move, 0);
  if (Number.isNaN(product) || study.directional === null) return ["One forward pass along ", V, "; the product with the gradient is undefined."];
  const written = terms.map(([slope, move]) => `${factor(slope)} \\cdot ${factor(move)}`).join(" + ");
  const middle = terms.length && terms.length <= TERMS ? `${written} = ` : "";
  const latex = `\\nabla ${f} \\cdot v = ${middle}${numberLatex(product)}`;
  const isSame = study.checks.tangent_gradient.ok;
  const other = numberOf(study.directional);
  const forward = isSame ? [" gives the same."] : [" gives ", { latex: numberLatex(other), text: numberText(other) }, "."];
  return ["By the reverse sweep’s gradient ", { latex, text: `∇${text}·v = ${numberText(product)}` }, "; one forward pass along ", V, ...forward];
}

const V = { latex: "v", text: "v" };

const factor = (x) => (x < 0 ? `(${numberLatex(x)})` : numberLatex(x));

/** The contract's `directions` as rows, one per entry: {latex, text, ascent, descent}; and how many are left out. */
export function steepestRows(study, { ascent, descent }) {
  const flat = (direction) => study.inputs.flatMap((input) => entriesIn(direction[input.name]).map(([, x]) => numberOf(x)));
  const [up, down] = [flat(ascent), flat(descent)];
  const rows = allEntries(study, ROWS).map((entry, k) => ({ latex: entryLatex(study, entry), text: entry, ascent: up[k], descent: down[k] }));
  return { rows, more: countOf(study) - rows.length };
}
