/** The ledger of a node with several uses: a line for each term with the ways to where it came from, and the sum as it grew. */

import { writeCell } from "../study/cell_text.js";
import { $, element, numeral, sentence, spoken } from "../text/dom.js";
import { ruleAddress, runningOf, shortSymbol } from "../study/words.js";
import { latexOf, sentenceOf, textOf } from "../text/parts.js";
import { shapeText } from "../text/nested_lists.js";
import { typeset } from "../text/math.js";
import { numeralOf } from "../text/number.js";

const ROOM = 22; // characters of the sum's way

export class Ledger {
  constructor(root) {
    this.table = $(".ledger", root);
    this.name = $(".ledger-name", root);
    this.rows = [];
  }

  /** At another point of the same program new numbers go where the old ones stand: formulas are costly to set. */
  show(study, ledger) {
    this.table.hidden = this.name.hidden = !ledger;
    if (!ledger) return;
    const { node, sum, begun, part, current } = ledger;
    const terms = ledger.rows.map(({ formula, told, term, step, reached, current }) => [formula, Boolean(told), term.kind, step, reached, current]);
    const key = JSON.stringify([study.program, study.names.choice, study.structure, node.id, begun, part, current, terms]);
    if (key !== this.key) this.#build(study, ledger);
    this.key = key;
    this.rows.forEach((row, i) => row.fill(ledger.rows[i]));
    writeCell(this.whole, sum);
    sentence(this.running, sentenceOf(grown(runningOf(ledger))));
  }

  #build(study, { node, begun, part, current, rows }) {
    sentence(this.name, ["Ledger of ", { latex: shortSymbol(node, "adjoint"), text: `the adjoint of ${node.display_name}`, node: node.id }]);
    if (part) this.name.append(element("br"), part);
    this.rows = rows.map((row) => rowOf(row, node));
    this.whole = element("td", { class: "adjoint" });
    this.running = element("td", { colspan: "2", class: "running" });
    const symbol = element("th", { scope: "row", class: begun ? null : "plain" }, ...spoken(shortSymbol(node, "adjoint"), "sum"));
    const total = element("tr", { class: current ? "sum current" : "sum" }, symbol, this.running, this.whole);
    this.table.replaceChildren(element("tbody", {}, ...this.rows.map((row) => row.root)), element("tfoot", {}, total));
  }

  fit() {
    const cells = [...this.table.querySelectorAll("td")];
    for (const cell of cells) cell.classList.remove("long"); // each is measured at its full size
    const long = cells.map((cell) => cell.scrollWidth > cell.clientWidth);
    cells.forEach((cell, i) => cell.classList.toggle("long", long[i]));
    const cut = this.rows.filter(({ product }) => product.scrollWidth > product.clientWidth);
    for (const { product, brief } of cut) {
      if (brief) typeset(product, brief, "");
      if (product.scrollWidth > product.clientWidth) product.replaceChildren(); // its numbers stand beside it
    }
  }
}

/** One term's row, and `fill`, which writes its numbers. */
function rowOf({ from, operation, formula, brief, told, term, step, reached, current }, node) {
  const [product, numbers, result] = [element("td", { class: reached ? null : "plain" }), element("td"), element("td", { class: "adjoint" })];
  const passed = from && { "data-node": from.node, "data-kind": "adjoint" };
  if (formula) typeset(product, latexOf(formula), "");
  const name = from ? ["from ", way(passed, ...spoken(from.latex, `the adjoint of ${from.text}`))] : ["seed"];
  const classes = [reached ? "reached" : "", current ? "current" : ""].join(" ").trim();
  const root = element("tr", { class: classes || null }, element("th", { scope: "row" }, ...name), product, numbers, result);
  if (!reached) return { root, product, brief, fill: () => [numbers, result].forEach((cell) => writeCell(cell, { kind: "waiting" })) };
  const factors = told ? [element("span", { class: "adjoint" }), element("span")] : [];
  if (told) numbers.append(way(passed, factors[0]), " · ", element("a", { href: ruleAddress(operation), title: `The rule of ${operation}` }, factors[1]));
  if (term.kind === "large") result.append(`${shapeText(term.shape)}, in the trace`);
  else if (term.kind === "number") result.append(way({ "data-node": node.id, "data-step": step }));
  const fill = (row) => {
    factors.forEach((factor, k) => numeral(factor, bracketed(row.told[k])));
    if (row.term.kind !== "large") writeCell(result.firstElementChild ?? result, row.term);
  };
  return { root, product, brief, fill };
}

/** The sum as it grew, as parts; of a long way its end. */
function grown(sums) {
  if (!sums.length) return [];
  const joined = (some) => some.flatMap((parts, k) => (k ? [" → ", ...parts] : parts));
  const first = sums.findIndex((_, k) => textOf(joined(sums.slice(k))).length <= ROOM);
  const shown = first > 0 ? [["…"], ...sums.slice(first)] : first < 0 ? [["…"], sums.at(-1)] : sums;
  return [...joined(shown), " ="];
}

const way = (attributes, ...inner) => element("button", { type: "button", class: "symbol", ...attributes }, ...inner);

/** A factor, in brackets where it has a sign. */
function bracketed(x) {
  const { base, exponent } = numeralOf(x);
  return x < 0 ? { base: `(${base}`, exponent, after: ")" } : { base, exponent };
}
