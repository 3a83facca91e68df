/**
 * The current step in words, and the ledger of terms: pure, as data. A text is a list of parts, each a string or
 * {latex, text, node} where a symbol stands in a sentence, or {raised} for an exponent.
 */

import { entriesIn, isList, shapeOf, shapeWords, sizeOf } from "../text/nested_lists.js";
import { isWide } from "../text/names.js";
import { numberOf } from "../text/number.js";
import { inHue, numberParts, sentenceOf } from "../text/parts.js";

const BEFORE_FIRST = {
  value: "Nothing is computed yet. Each step computes one node from its operands.",
  forward: "No tangent is known yet. Each step follows one node along the direction of the chosen input.",
  reverse: "No adjoint is known yet. The sweep starts at the output and passes adjoints back, edge by edge.",
};

const STARTS = {
  value: "Values, from the inputs on",
  forward: "Forward, from the inputs on",
  reverse: "Reverse, from the output back",
};
const NO_STEPS = {
  value: "There is nothing to compute.",
  forward: "There is no input to move, so no tangents.",
};
const SHORT = 2; // letters of a name where there is little room
const LEDGER_ROWS = 3; // as many as fit beside the rule, the numbers and the words

/** The heading over a step. */
export function headingOf(study, frame) {
  const { current, sweep } = frame;
  if (!current) return [STARTS[sweep]];
  const node = nodeOf(study, current.node);
  const name = symbolPart(node);
  if (current.rule === "input") return [name, " is given"];
  if (current.rule === "data") return [name, " is data"];
  if (current.rule === "none") return isUndefined(current.after) ? ["No step writes the adjoint of ", name] : ["Nothing passes back to ", name];
  if (sweep === "reverse") {
    if (!current.edge) return ["The reverse sweep starts at ", name];
    return [symbolPart(nodeOf(study, edgeOf(study, current.edge).to)), " passes its adjoint back to ", name];
  }
  if (current.rule === "seed") return [name, isZero(current.after) ? " does not move" : " is moved"];
  if (sweep === "forward" && isZero(current.after)) return [name, " has the tangent 0"];
  const operands = [...new Set(node.operands)].map((id) => symbolPart(nodeOf(study, id)));
  return [name, sweep === "value" ? " is computed from " : " moves with ", ...listed(operands)];
}

/** Where an operation's rule is told. */
export function ruleAddress(operation) {
  return `/rules/${encodeURIComponent(operation.replaceAll(" ", "-"))}`;
}

/** The sentence of a step, its symbols apart; before the first step, what is going to happen. */
export function wordsOf(study, frame) {
  if (frame.length === 0) return [NO_STEPS[frame.sweep] ?? noReverseSteps(study)];
  if (!frame.current) return [BEFORE_FIRST[frame.sweep]];
  return sentenceOf(frame.current.parts?.words ?? []);
}

const isZero = (json) => entriesIn(json).every(([, x]) => numberOf(x) === 0);
const isUndefined = (json) => json === null || json === undefined;

function noReverseSteps(study) {
  if (study.gradient !== null) return "There is nothing to compute.";
  const shape = shapeOf(study.value);
  const output = shape.length === 1 ? `${sizeOf(shape)} numbers` : `${shapeWords(shape)} numbers`;
  return (
    `The output is ${output}, and nothing says how to weigh them: reverse mode takes one pass for each, ` +
    "so there is no single sweep to step through. A cotangent, one weight for each number, makes it one."
  );
}

/**
 * The ledger of one node with several uses: the current one, else the last such node that the reverse sweep has
 * reached, else the next; of many terms, those around the last one. null outside the reverse sweep and where no node
 * has several uses.
 */
export function ledgerOf(study, frame) {
  if (frame.sweep !== "reverse") return null;
  const uses = grouped(frame.steps);
  const shared = (step) => uses.get(step.node).isShared;
  const chosen = frame.steps.slice(0, frame.cursor).findLast(shared) ?? frame.steps.slice(frame.cursor).find(shared);
  if (!chosen) return null;
  const node = nodeOf(study, chosen.node);
  const { all } = uses.get(node.id);
  const reached = (step) => step.index < frame.cursor;
  const last = all.findLastIndex(reached);
  const start = Math.max(0, Math.min(last - 1, all.length - LEDGER_ROWS));
  const shown = all.slice(start, start + LEDGER_ROWS);
  return {
    node,
    rows: shown.map((step) => ({ ...rowOf(study, step), reached: reached(step), current: step === frame.current })),
    part: shown.length < all.length ? `terms ${start + 1}–${start + shown.length} of ${all.length}` : "",
    sum: frame.nodes.get(node.id).adjoint,
    begun: last >= 0,
    current: frame.current?.node === node.id,
  };
}

/** `told` is the product in numbers, [adjoint, partial], where both are numbers; an array's term stands for itself. */
function rowOf(study, step) {
  const node = nodeOf(study, step.node);
  const isLarge = step.term === null && node.shape.length > 0;
  const term = isLarge ? { kind: "large", shape: node.shape } : termCell(step.term);
  const at = { term, step: step.index + 1, before: step.before };
  if (!step.edge) return { ...at, from: null, formula: null, told: null };
  const edge = edgeOf(study, step.edge);
  const user = nodeOf(study, edge.to);
  const told = [user.adjoint, edge.partial].map((x) => (isList(x) ? NaN : numberOf(x)));
  const isTold = !told.some(Number.isNaN) && !Number.isNaN(told[0] * told[1]);
  const [over, under] = [user, node].map((each) => shortSymbol(each));
  const brief = `${shortSymbol(user, "adjoint")} \\cdot \\partial ${over}/\\partial ${under}`; // where the formula has no room
  return { ...at, brief, from: { ...symbolPart(user), latex: over }, operation: user.operation, formula: edge.parts, told: isTold ? told : null };
}

/**
 * How the sum of a ledger grew over the terms that have come, as far as they are shown: the sums on the way, and how the
 * last one was made (0, 3, 3 − 0.4161), each as parts; [] of arrays, and before the second term.
 */
export function runningOf({ rows }) {
  const reached = rows.filter((row) => row.reached);
  if (reached.length < 2 || reached.some(({ term, before }) => isList(before) || term.kind !== "number" || isList(term.number))) return [];
  const sums = reached.map(({ before }) => numberParts(numberOf(before)));
  const last = reached.at(-1).term.number;
  return [...sums, [...sums.at(-1), last < 0 ? " − " : " + ", ...numberParts(Math.abs(last))]];
}

function termCell(json) {
  return json === null || json === undefined ? { kind: "undefined" } : { kind: "number", number: isList(json) ? json : numberOf(json) };
}

export function nodeOf(study, id) {
  return study.nodes[Number(id.slice(1)) - 1];
}

function edgeOf(study, id) {
  return study.edges.find((edge) => edge.id === id);
}

function symbolPart(node) {
  return { latex: node.symbol, text: node.display_name, node: node.id };
}

/** The same as a part of a sentence, and a node's operation as one. */
export const mention = (node) => [node.display_name, "value", node.id, node.symbol];
export const operationPart = (node) => [node.text, "operation", node.id, node.latex];

/** The LaTeX of a node's symbol, or of its tangent or adjoint, in its colour. */
export function symbolOf(node, kind = "value") {
  return inHue(kind, { value: node.symbol, ...node.symbols }[kind]);
}

/** The same where there is little room: of a long name its beginning, and its place in its line. */
export function shortSymbol(node, kind = "value") {
  if (!isWide(node.display_name)) return symbolOf(node, kind);
  const [, letters, place] = /^(.*?)([\d.[\]]*)$/.exec(node.display_name);
  const name = `\\mathrm{${letters.split("_")[0].slice(0, SHORT)}}\\text{…}`;
  const accented = { value: name, tangent: `\\dot{${name}}`, adjoint: `\\bar{${name}}` }[kind];
  return inHue(kind, place ? `${accented}_{${place}}` : accented);
}

function listed(parts) {
  return parts.flatMap((part, i) => (i === 0 ? [part] : [i === parts.length - 1 ? " and " : ", ", part]));
}

const GROUPS = new WeakMap(); // by steps: every step of a sweep has the same

/** By node, all its steps, and whether it has several uses. */
function grouped(steps) {
  if (GROUPS.has(steps)) return GROUPS.get(steps);
  const groups = new Map();
  for (const step of steps) {
    if (!groups.has(step.node)) groups.set(step.node, { all: [] });
    groups.get(step.node).all.push(step);
  }
  for (const group of groups.values()) group.isShared = group.all.filter((use) => use.edge).length > 1;
  GROUPS.set(steps, groups);
  return groups;
}
