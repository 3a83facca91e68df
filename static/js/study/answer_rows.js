/** The answer as data: its rows, how they are laid out, what it costs, how it was checked. Pure. */

import { nodeOf } from "./words.js";
import { laidOut } from "./layouts.js";
import { entriesIn, shapeOf, sizeOf } from "../text/nested_lists.js";
import { numberOf, numberText } from "../text/number.js";
import { numberParts } from "../text/parts.js";

const WORDS = "no one two three four five six seven eight nine ten eleven twelve".split(" ");

/** Whether some input or the output is an array, so that its derivatives can be laid out in two ways. */
export function hasArrays(study) {
  const isArray = (id) => nodeOf(study, id).shape.length > 0;
  return study.inputs.some((input) => input.shape.length > 0) || study.outputs.some(isArray);
}

/**
 * Rows of the answer as data: `latex` of the left side, the contract's `json`, whether it is a `derivative`, and for an
 * array its `rows` as a matrix, its `shape` on paper and `words` for how it is laid out.
 */
export function answerRows(study, layout = "numerator") {
  const f = study.result; // what it is called in formulas
  if (study.gradient === null && !hasArrays(study)) return severalRows(study, f);
  const output = shapeOf(study.value);
  const derivatives = study.inputs.map((input) => {
    const json = (study.gradient ?? study.jacobian)[input.name];
    return { ...partial(f, input), node: input.node, json, derivative: true, ...laidOut(json, output, input.shape, layout) };
  });
  return [{ latex: f.latex, text: f.text, node: study.outputs.length === 1 ? study.outputs[0] : null, json: study.value, derivative: false, ...standing(study.value) }, ...derivatives];
}

/** Several numbers, each with its own derivatives: as their nodes are called, and counted where those are. */
function severalRows(study, f) {
  const number = ({ latex, text }, json, derivative, node) => ({ latex, text, json, derivative, node, rows: null, shape: [] });
  return study.outputs.flatMap((output, i) => {
    const { symbol, display_name: name } = nodeOf(study, output);
    const part = study.names.choice === "own" ? { latex: symbol, text: name } : { latex: `{${f.latex}}_{${i + 1}}`, text: `${f.text}_${i + 1}` };
    const slopes = study.inputs.map((input) => number(partial(part, input), study.jacobian[input.name][i], true, input.node));
    return [number(part, study.value[i], false, output), ...slopes].map((row) => ({ ...row, output: i }));
  });
}

/** The weights of several outputs that leave one alone: the cotangent of a reverse sweep from it. */
export const seedOf = (output, count) => Array.from({ length: count }, (_, i) => (i === output ? 1 : 0));

/** Which of several outputs a cotangent leaves alone; null where it weighs others too, or there is none. */
export function outputSeeded(cotangent) {
  if (!Array.isArray(cotangent) || cotangent.filter((x) => x !== 0).length !== 1) return null;
  const output = cotangent.indexOf(1);
  return output < 0 ? null : output;
}

/**
 * The rows that `most` have room for: where not all have, the outputs, then the largest derivatives, of the chosen output
 * alone where one of several is. What has no number comes last.
 */
export function rowsShown(rows, most, chosen = null) {
  if (rows.length <= most) return rows;
  const size = ({ json }) => Math.max(...entriesIn(json).map(([, x]) => Math.abs(numberOf(x))).map((x) => (Number.isNaN(x) ? -1 : x)));
  const derivatives = rows.filter((row) => row.derivative && (chosen === null || row.output === chosen));
  const sizes = new Map(derivatives.map((row) => [row, size(row)]));
  return [...rows.filter((row) => !row.derivative), ...derivatives.sort((a, b) => sizes.get(b) - sizes.get(a))].slice(0, most);
}

const partial = (of, input) => ({ latex: `\\partial ${of.latex}/\\partial ${input.latex}`, text: `∂${of.text}/∂${input.name}` });

/** A value on paper: a vector stands as a column. */
export function standing(json) {
  const shape = shapeOf(json);
  const rows = shape.length === 1 ? json.map((x) => [x]) : shape.length === 2 ? json : null;
  return { rows, shape };
}

/** What each mode costs, in a sentence. */
export function costSentence(study) {
  const count = study.inputs.reduce((sum, input) => sum + sizeOf(input.shape), 0);
  const passes = study.cost.reverse.passes;
  if (count === 0) return "The program has no inputs, so there is nothing to differentiate by.";
  const reverse = `${capital(counted(passes))} reverse ${passes === 1 ? "pass" : "passes"}`;
  const forward = count !== passes ? counted(count) : count === 1 ? "one too" : "as many";
  return `${reverse}; forward mode needs ${forward}.`;
}

/** Why reverse mode is cheap, where it is: more paths lead to the output than there are edges. As parts of a sentence. */
export function pathsSentence(study) {
  const paths = Object.values(study.cost.paths).reduce((sum, count) => sum + BigInt(count), 0n);
  const { edges } = study.cost;
  if (paths <= BigInt(edges) || edges < 2) return [];
  const digits = String(paths);
  const many = digits.length <= 6 ? [digits.replace(/\B(?=(\d{3})+$)/g, ",")] : ["About 10", { raised: String(digits.length - 1) }];
  return [...many, ` paths lead from the inputs to the output; a reverse pass goes over the ${edges} edges once.`];
}

/** The question that `why` answers, in words. */
export const whyQuestion = ({ outcome }) => `Why is this ${outcome}?`;

const BESIDE = ["not differentiable", "underflow", "hint"]; // told of a node beside the reason why it went wrong

/** The issues that are listed: what `why` tells is not said twice. */
export function issuesListed({ issues, why }) {
  return issues.filter(({ node, kind }) => !why || node !== why.node || BESIDE.includes(kind));
}

/** A kink's one-sided slopes, as parts of a sentence; none of everything else. */
export function slopesSentence({ slopes }) {
  if (!slopes) return [];
  const [left, right] = slopes.map((slope) => numberParts(numberOf(slope)));
  return [" Its slope is ", ...left, " on one side, ", ...right, " on the other."];
}

/** How forward and reverse mode were checked against each other. */
export function checkSentence(study) {
  const { residual, ok } = study.checks.tangent_gradient;
  const isTold = (id) => entriesIn(nodeOf(study, id).value).some(([, x]) => x !== null);
  if (study.inputs.length === 0 || !study.outputs.every(isTold)) return "";
  return ok ? "Checked: forward and reverse mode agree." : `Forward and reverse mode disagree by ${numberText(numberOf(residual))}.`;
}

const counted = (count) => WORDS[count] ?? String(count);
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
