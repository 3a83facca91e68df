/** The answer as data: its rows, what it costs, how it was checked. Pure. */

import { nodeOf } from "./explain.js";
import { numberOf, numberText } from "./number.js";

const WORDS = "no one two three four five six seven eight nine ten eleven twelve".split(" ");

/** What the program's result is called in formulas: its last line's own name, or f. */
export function resultOf(study) {
  return study.formula.at(-1).split(" = ")[0];
}

/** Rows of the answer as data: [LaTeX of the left side, number, whether it is a derivative]. */
export function answerRows(study) {
  const f = resultOf(study);
  const partial = (of, input) => `\\partial ${of}/\\partial ${input.latex}`;
  if (study.gradient) {
    const derivatives = study.inputs.map((input) => [partial(f, input), study.gradient[input.name], true]);
    return [[f, study.value, false], ...derivatives];
  }
  const parts = study.outputs.map((_, i) => `${f.includes("_") ? `{${f}}` : f}_{${i + 1}}`);
  return parts.flatMap((part, i) => [
    [part, study.value[i], false],
    ...study.inputs.map((input) => [partial(part, input), study.jacobian[input.name][i], true]),
  ]);
}

/** What each mode costs, in a sentence. */
export function costSentence(study) {
  const count = study.inputs.length;
  const passes = study.cost.reverse.passes;
  if (count === 0) return "The program has no inputs, so there is nothing to differentiate by.";
  const reverse = `${capital(counted(passes))} reverse ${passes === 1 ? "pass" : "passes"}`;
  const forward = count !== passes ? counted(count) : count === 1 ? "one too" : "as many";
  return `${reverse}; forward mode needs ${forward}.`;
}

/** How forward and reverse mode were checked against each other. */
export function checkSentence(study) {
  const { residual, ok } = study.checks.tangent_gradient;
  if (study.inputs.length === 0 || study.outputs.some((id) => nodeOf(study, id).value === null)) return "";
  return ok ? "Checked: forward and reverse mode agree." : `Forward and reverse mode disagree by ${numberText(numberOf(residual))}.`;
}

const counted = (count) => WORDS[count] ?? String(count);
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
