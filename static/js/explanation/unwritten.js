/**
 * A number at the end of a sweep that no step wrote, told as if it were a step: nothing flows back to its node, and here
 * is why. Pure.
 */

import { mention, nodeOf, operationPart } from "../study/words.js";
import { numberParts, textOf } from "../text/parts.js";
import { isList, numberLatex } from "../text/nested_lists.js";
import { numberOf } from "../text/number.js";

const MOST = 3; // places that are named
const CONDITIONS = new Set(["less", "less or equal", "greater", "greater or equal", "equal", "unequal"]);

const FLAT = "slope 0, nothing passes";

/** By operation: why it passes nothing back to operand `x`, as parts; `v` and `w` are the operand's value and its own, NaN of arrays. */
const REASONS = {
  relu: ({ x, v }) => bent(x, v, 0, "<", []) ?? ["No entry of ", x, ` is above 0: ${FLAT}`],
  max: ({ x, v, user, w }) => bent(x, v, w, "<", [" = ", user]) ?? ["No entry of ", x, ` is the largest: ${FLAT}`],
  min: ({ x, v, user, w }) => bent(x, v, w, ">", [" = ", user]) ?? ["No entry of ", x, ` is the smallest: ${FLAT}`],
  where: ({ x, user, isCondition }) => (isCondition ? [x, " is its condition: no derivative passes through one"] : [user, " does not take ", x, ` here: ${FLAT}`]),
};
for (const flat of ["sign", "floor", "ceil"]) REASONS[flat] = ({ user }) => [user, ` is flat between its jumps: ${FLAT}`];
for (const condition of CONDITIONS) REASONS[condition] = ({ user }) => [user, " is a condition: no derivative passes through one"];

/** "c8 = -1.2 < 0", or that a kink's slope is chosen; null of arrays. */
function bent(x, v, w, sign, at) {
  if (Number.isNaN(v) || Number.isNaN(w)) return null;
  if (v === w) return [x, " = ", ...numberParts(v), " is a kink: slope 0 by convention, nothing passes"];
  return [x, " = ", ...numberParts(v), ` ${sign} `, ...numberParts(w), ...at, `: ${FLAT}`];
}

/** The step that was none, of the node `id` in a sweep with these steps; null where a step wrote its number, or there is none to tell of. */
export function unwrittenStep(study, { sweep, steps }, id) {
  const node = nodeOf(study, id);
  if (!steps.length || steps.some((step) => step.node === id)) return null;
  const base = { index: steps.length - 1, sweep, node: id, edge: null, slot: null, before: 0, term: 0, after: node.adjoint, rule: "none" };
  const told = (words, formulas = {}) => ({ ...base, text: textOf(words), parts: { rule: [], numbers: [], words, ...formulas } });
  const name = mention(node);
  if (node.operation === "data") return { ...told([name, " is data: it depends on no input, and no derivative by it is taken."]), rule: "data" };
  if (sweep !== "reverse") return null;
  if (node.adjoint === null) return told([name, " has no derivative here: the output is undefined."]);
  const uses = study.edges.filter((edge) => edge.from === id);
  return told(wordsOf(study, node, stops(study, steps, id)), formulas(study, node, uses));
}

/** The edges where what comes back from the output is stopped, on all ways from a node to it. */
function stops(study, steps, id) {
  const written = new Set(steps.map((step) => step.node));
  const passed = new Set(steps.map((step) => step.edge));
  const [seen, found] = [new Set([id]), []];
  for (const at of seen) {
    for (const edge of study.edges) {
      if (edge.from !== at) continue;
      if (!written.has(edge.to)) seen.add(edge.to);
      else if (!passed.has(edge.id)) found.push(edge);
    }
  }
  return found;
}

function wordsOf(study, node, stopped) {
  const name = mention(node);
  if (!stopped.length) return ["The output does not depend on ", name, ": nothing passes back to it."];
  const told = stopped.slice(0, MOST);
  const users = [...new Set(told.map((edge) => edge.to))].map((id) => nodeOf(study, id));
  const between = (k) => (k === 0 ? [] : [stopped.length > MOST ? ", " : " and "]);
  const list = users.flatMap((user, k) => [...between(k), mention(user), " = ", operationPart(user)]);
  const lead = stopped.every((edge) => edge.from === node.id) ? " is used only in " : " reaches the output only through ";
  return [name, lead, ...list, stopped.length > MOST ? " and others." : ".", ...told.flatMap((edge) => [" ", ...reason(study, edge), "."])];
}

function reason(study, edge) {
  const [operand, user] = [nodeOf(study, edge.from), nodeOf(study, edge.to)];
  const number = (json) => (isList(json) ? NaN : numberOf(json));
  const isCondition = edge.slot === 0 && (CONDITIONS.has(operand.operation) || study.edges.filter(({ to }) => to === edge.to).length === 3);
  const x = mention(operand);
  const told = REASONS[user.operation] ?? (() => ["Nothing passes back to ", x, " here"]);
  return told({ x, v: number(operand.value), user: operationPart(user), w: number(user.value), isCondition });
}

/** The sum over the uses in symbols and in numbers, where they are few, and numbers. */
function formulas(study, node, uses) {
  const users = uses.map((edge) => nodeOf(study, edge.to));
  const left = [[node.symbols.adjoint, "adjoint", node.id], [" = ", "relation", null]];
  const isPlain = uses.length > 0 && uses.length <= MOST && uses.every((edge, i) => [edge.partial, users[i].adjoint].every((x) => !isList(x) && Number.isFinite(numberOf(x))));
  if (!isPlain) return { rule: [...left, "0"] };
  const summed = (terms) => terms.flatMap((term, i) => (i ? [" + ", ...term] : term));
  const numbers = uses.map((edge, i) => [[bracketed(users[i].adjoint), "adjoint", users[i].id], ` \\cdot ${bracketed(edge.partial)}`]);
  return { rule: [...left, ...summed(uses.map((edge) => edge.parts))], numbers: [...left, ...summed(numbers), [" = ", "relation", null], ["0", "result", null]] };
}

const bracketed = (json) => (numberOf(json) < 0 ? `\\left(${numberLatex(json)}\\right)` : numberLatex(json));
