/** The ledger of a node with several uses: a line for each term with the ways to where it came from, and the sum as it grew. */

import { writeCell } from "./cells.js";
import { $, element, numeral, sentence, spoken } from "./dom.js";
import { barred, nodeOf, ruleAddress, runningOf } from "./explain.js";
import { linked } from "./linked.js";
import { shapeText } from "./lists.js";
import { typeset } from "./math.js";
import { numberText } from "./number.js";

export class Ledger {
  constructor(root) {
    this.table = $(".ledger", root);
    this.name = $(".ledger-name", root);
  }

  show(study, ledger) {
    this.table.hidden = this.name.hidden = !ledger;
    if (!ledger) return;
    const { node, sum, begun, part, current } = ledger;
    sentence(this.name, ["Ledger of ", { latex: barred(node.symbol), text: `the adjoint of ${node.id}`, node: node.id }]);
    if (part) this.name.append(element("br"), part);
    const rows = ledger.rows.map((row) => this.#row(study, row, node));
    const symbol = element("th", { scope: "row", class: begun ? null : "plain" }, ...spoken(barred(node.symbol), "sum"));
    const whole = element("td", { class: "adjoint" });
    writeCell(whole, sum);
    const running = element("td", { colspan: "2", class: "running" }, grown(runningOf(ledger)));
    const total = element("tr", { class: current ? "sum current" : "sum" }, symbol, running, whole);
    this.table.replaceChildren(element("tbody", {}, ...rows), element("tfoot", {}, total));
    for (const cell of this.table.querySelectorAll("td")) cell.classList.toggle("long", cell.scrollWidth > cell.clientWidth);
  }

  #row(study, { from, operation, formula, told, term, step, reached, current }, node) {
    const [product, numbers, result] = [element("td", { class: reached ? null : "plain" }), element("td"), element("td", { class: "adjoint" })];
    const passed = from && { "data-node": from.node, "data-kind": "adjoint" };
    if (formula) typeset(product, linked(formula, around(study, node, from.node)), "");
    if (!reached) for (const cell of [numbers, result]) writeCell(cell, { kind: "waiting" });
    else {
      if (told) numbers.append(way(passed, factor(told[0], "adjoint")), " · ", partial(operation, told[1]));
      if (term.kind === "large") result.append(`${shapeText(term.shape)}, in the trace`);
      else if (term.kind !== "number") writeCell(result, term);
      else result.append(way({ "data-node": node.id, "data-step": step }));
      if (term.kind === "number") writeCell(result.firstChild, term);
    }
    const name = from ? ["from ", way(passed, ...spoken(from.latex, `the adjoint of ${from.text}`))] : ["seed"];
    const classes = [reached ? "reached" : "", current ? "current" : ""].join(" ").trim();
    return element("tr", { class: classes || null }, element("th", { scope: "row" }, ...name), product, numbers, result);
  }
}

const grown = (sums) => (sums.length ? `${sums.join(" → ")} =` : "");

/** The nodes that a term's formula may name. */
function around(study, node, user) {
  const ids = new Set([node.id, user, ...nodeOf(study, user).operands.slice(0, 2)]);
  return [...ids].map((id) => nodeOf(study, id));
}

const way = (attributes, ...inner) => element("button", { type: "button", class: "symbol", ...attributes }, ...inner);

const partial = (operation, x) => element("a", { href: ruleAddress(operation), title: `The rule of ${operation}` }, factor(x, ""));

function factor(x, name) {
  const made = element("span", { class: name || null });
  numeral(made, x < 0 ? `(${numberText(x)})` : numberText(x));
  return made;
}
