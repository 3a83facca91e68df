/**
 * Formulas and sentences as the server's parts: a string, or [what is written, role, node or null], in a sentence with the
 * symbol's LaTeX behind it. Colours are classes, so that themes switch without typesetting again. Pure.
 */

import { numeralOf, typographic } from "./number.js";

const HUES = { value: "", forward: "tangent", reverse: "adjoint" }; // of the numbers that a sweep writes
const KINDS = { value: "value", name: "value", tangent: "tangent", adjoint: "adjoint" }; // of node's quantities, by role

/** A formula's LaTeX: tangents and adjoints in their class, symbols and numbers of nodes with their node, the result bold. */
export function latexOf(parts, sweep = "value") {
  return parts.map((part, i) => (typeof part === "string" ? part : marked(part, parts[i - 1], sweep))).join("");
}

function marked([latex, role, node], before, sweep) {
  if (role === "fraction") return typeof before === "string" ? `\\,${latex}` : latex; // apart from what it multiplies
  const shown = role === "result" ? inClass(`${HUES[sweep]} result`.trim(), latex) : inHue(role, latex);
  return node && KINDS[role] ? `\\htmlData{node=${node},kind=${KINDS[role]}}{${shown}}` : shown;
}

/** A symbol in the colour of its kind: a tangent, an adjoint; a value is ink. */
export const inHue = (kind, latex) => (kind === "tangent" || kind === "adjoint" ? inClass(kind, latex) : latex);

const inClass = (name, latex) => `\\htmlClass{${name}}{${latex}}`;

/** A sentence as `sentence` takes it: strings, symbols {latex, text, node}, and raised exponents. */
export function sentenceOf(parts) {
  return parts.map((part) => {
    if (typeof part === "string") return part;
    const [text, role, node, latex] = part;
    if (role === "exponent") return { raised: typographic(text.slice(1)) };
    return latex ? { latex, text, ...(role === "operation" || !node ? {} : { node }) } : typographic(text);
  });
}

/** A number as parts of a sentence. */
export function numberParts(x, digits = 5) {
  const { base, exponent } = numeralOf(x, digits);
  return exponent ? [[base, "number", null], [`^${exponent}`, "exponent", null]] : [[base, "number", null]];
}

/** Parts as plain text. */
export const textOf = (parts) => parts.map((part) => (typeof part === "string" ? part : part[0])).join("");

/**
 * Rule and numbers as one chain for the phone: the left side once, the product in symbols, in numbers, the result; then
 * the same without the product in numbers, and the left side with its result, for where the longer ones have no room.
 * Arrays are too high for one line: there the rule stands alone.
 */
export function shorterLines({ rule, numbers }, sweep, isOfArrays) {
  const [symbols, told] = [sidesOf(rule), sidesOf(numbers)];
  if (isOfArrays || told.length < 2) return [rule];
  const [left, added] = symbols;
  const result = told.at(-1).parts;
  const head = added?.sign[1] === "addition" ? [...left.parts, added.sign, ...symbols.at(-1).parts] : symbols.length > 2 ? left.parts : rule;
  const isWorkedOut = ({ parts }) => !parts.some(([, role]) => role === "partial");
  const product = sweep === "value" || told.length === 2 ? null : told.slice(1).find(isWorkedOut).parts;
  return [[head, ...(product ? [product] : []), result], [head, result], [left.parts, result]].map(chained);
}

const EQUALS = [" = ", "relation", null];
const chained = (sides) => sides.flatMap((side, i) => (i ? [EQUALS, ...side] : side));

/** What stands between a formula's relations, each side with the sign before it. */
function sidesOf(parts) {
  const sides = [{ sign: null, parts: [] }];
  for (const part of parts) {
    if (part[1] === "relation" || part[1] === "addition") sides.push({ sign: part, parts: [] });
    else sides.at(-1).parts.push(part);
  }
  return sides;
}
