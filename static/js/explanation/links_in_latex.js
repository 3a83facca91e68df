/**
 * Symbols that stand for nodes in a formula: LaTeX in, LaTeX out, each with its node and quantity as data, so that
 * every view can point at the same thing. Pure.
 */

import { barred, dotted, nodeOf } from "../study/words.js";
import { groupEnd } from "../text/colour.js";

const MOST = 64; // nodes whose symbols are looked for in one formula
const OTHERS = String.raw`\\(?:operatorname|text|mathrm|begin|end)\{[^{}]*\}|\\[A-Za-z]+`; // in which a letter is no symbol

/** The nodes whose symbols a step's formulas may hold: its own, its operands, and whose adjoint it passes on. */
export function nodesNear(study, { current }) {
  if (!current) return [];
  const user = current.edge && nodeOf(study, current.edge.split("-")[0]);
  const users = current.rule === "none" ? study.edges.filter((edge) => edge.from === current.node).map((edge) => nodeOf(study, edge.to)) : [];
  const near = [nodeOf(study, current.node), ...(user ? [user] : users)];
  const ids = new Set([...near.map((node) => node.id), ...near.flatMap((node) => node.operands), ...study.outputs]);
  return [...ids].slice(0, MOST).map((id) => nodeOf(study, id));
}

/** Every symbol of these nodes with data-node and data-kind; an exponent belongs to its symbol. */
export function linked(latex, nodes) {
  const names = new Map();
  for (const { id, symbol } of nodes) {
    names.set(symbol, `node=${id},kind=value`);
    names.set(dotted(symbol), `node=${id},kind=tangent`);
    names.set(barred(symbol), `node=${id},kind=adjoint`);
  }
  if (!names.size) return latex;
  const longestFirst = [...names.keys()].sort((a, b) => b.length - a.length);
  const symbols = longestFirst.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  let written = "";
  let at = 0;
  for (const { 1: word, index } of latex.matchAll(new RegExp(`(?<![A-Za-z\\\\])(${symbols})(?![A-Za-z_])|${OTHERS}`, "g"))) {
    if (word === undefined || index < at) continue;
    let end = index + word.length;
    if (latex[end] === "^") end = groupEnd(latex, end + 1);
    written += `${latex.slice(at, index)}\\htmlData{${names.get(word)}}{${latex.slice(index, end)}}`;
    at = end;
  }
  return written + latex.slice(at);
}

/** In a step's numbers, hued already: every tangent or adjoint that is used, with the node it was written at. */
export function linkedNumbers(latex, study, { sweep, current }) {
  const mark = (id, kind, number) => `\\htmlData{node=${id},kind=${kind}}{${number}}`;
  if (sweep === "reverse" && current.edge) {
    const [user] = current.edge.split("-");
    return latex.replace(/\\htmlClass\{adjoint\}\{[^{}]*\}(?= \\(?:cdot|odot))/g, (number) => mark(user, "adjoint", number));
  }
  if (sweep !== "forward") return latex;
  const from = study.edges.filter((edge) => edge.to === current.node).map((edge) => edge.from);
  const moving = from.filter((id) => nodeOf(study, id).operation !== "data");
  const numbers = /\\htmlClass\{tangent\}\{[^{}]*\}/g;
  const count = latex.match(numbers)?.length ?? 0;
  if (!moving.length || count % moving.length) return latex; // terms of arrays are written in their own ways
  let k = 0;
  return latex.replace(numbers, (number) => mark(moving[k++ % moving.length], "tangent", number));
}
