/** The explanation under the picture: heading, rule, numbers, words and the ledger of the current step. */

import { $, element, formula, numeral, sentence, shrink, spoken } from "./dom.js";
import { writeCell } from "./cells.js";
import { barred, dotted, headingOf, ledgerOf, nodeOf, wordsOf } from "./explain.js";
import { huedNumbers } from "./hue.js";
import { plain, typeset } from "./math.js";
import { isList, shapeOf, shapeText } from "./lists.js";
import { arrayParts } from "./matrix.js";
import { numberText } from "./number.js";

export class Panel {
  constructor(root, line) {
    this.heading = $("h2", root);
    this.rule = $(".rule", root);
    this.numbers = $(".numbers", root);
    this.words = $(".words", root);
    this.chain = $(".chain", root);
    this.ledger = $(".ledger", root);
    this.ledgerName = $(".ledger-name", root);
    this.line = line; // the phone's one line: rule and numbers together
    this.root = root;
  }

  show({ study, jacobians }, frame) {
    const { current, sweep } = frame;
    this.root.classList.toggle("before", !current);
    sentence(this.heading, headingOf(study, frame));
    const latex = current?.latex ?? "";
    const numbers = current?.numbers ? huedNumbers(current.numbers, sweep) : "";
    const large = current && !numbers ? largeOf(study, frame) : null;
    this.#formula(this.rule, latex && `\\displaystyle ${latex.replace(" \\frac{\\partial", "\\,\\frac{\\partial")}`);
    if (large) this.#large(large);
    else this.#formula(this.numbers, numbers);
    shrink(this.numbers);
    this.#formula(this.line, oneLine(latex, numbers, sweep));
    shrink(this.line);
    sentence(this.words, wordsOf(study, frame));
    const chain = current?.chain?.[jacobians] ?? "";
    this.chain.parentElement.hidden = !chain;
    this.#formula(this.chain, chain.replaceAll("\\frac{\\partial", "\\dfrac{\\partial"));
    this.#ledger(ledgerOf(study, frame));
  }

  #formula(target, latex) {
    if (latex) typeset(target, latex, "");
    else plain(target, "");
  }

  /** An array too large for a formula: its corners, and all of it in a table that opens. */
  #large({ symbol, json, hue }) {
    plain(this.numbers, "");
    const shape = shapeOf(json);
    const rows = shape.length === 1 ? json.map((x) => [x]) : shape.length === 2 ? json : null;
    const [corners, ...all] = arrayParts(json, rows, shape, symbol);
    for (const table of all) table.classList.add(hue);
    this.numbers.replaceChildren(element("span", { class: "corners" }, formula(`${symbol} =`, ""), " ", element("span", { class: hue }, corners)), ...all);
  }

  #ledger(ledger) {
    this.ledger.hidden = this.ledgerName.hidden = !ledger;
    if (!ledger) return;
    sentence(this.ledgerName, ["Ledger of ", { latex: barred(ledger.node.symbol), text: `the adjoint of ${ledger.node.id}` }]);
    if (ledger.part) this.ledgerName.append(element("br"), ledger.part);
    const rows = ledger.rows.map((row) => this.#row(row));
    const symbol = element("th", { scope: "row", class: ledger.begun ? null : "plain" }, ...spoken(barred(ledger.node.symbol), "sum"));
    const sum = element("td", { class: "adjoint" });
    writeCell(sum, ledger.sum);
    const total = element("tr", { class: ledger.current ? "sum current" : "sum" }, symbol, element("td"), element("td"), sum);
    this.ledger.replaceChildren(element("tbody", {}, ...rows), element("tfoot", {}, total));
    for (const cell of this.ledger.querySelectorAll("td")) cell.classList.toggle("long", cell.scrollWidth > cell.clientWidth);
  }

  #row({ from, formula: latex, told, term, reached, current }) {
    const name = from ? ["from ", formula(from.latex, from.text)] : ["seed"];
    const cells = [element("td", { class: reached ? null : "plain" }), element("td"), element("td", { class: "adjoint" })];
    if (latex) typeset(cells[0], latex, "");
    if (reached && told) cells[1].append(factor(told[0], "adjoint"), " · ", factor(told[1], ""));
    else if (!reached) writeCell(cells[1], { kind: "waiting" });
    if (reached && term.kind === "large") cells[2].append(`${shapeText(term.shape)}, in the trace`);
    else writeCell(cells[2], reached ? term : { kind: "waiting" });
    const classes = [reached ? "reached" : "", current ? "current" : ""].join(" ").trim();
    return element("tr", { class: classes || null }, element("th", { scope: "row" }, ...name), ...cells);
  }
}

/**
 * Rule and numbers as one chain for the phone: the left side once, the product in symbols, in numbers, the result.
 * Matrices are too high for one line: there the rule stands alone.
 */
function oneLine(latex, numbers, sweep) {
  if (numbers.includes("bmatrix")) return latex;
  const results = numbers.split(" = ").slice(1);
  if (!results.length) return latex;
  const [left, ...terms] = latex.split(" = ");
  const [slot, added] = left.split("\\mathrel{+}= ");
  const head = added ? `${slot}\\mathrel{+}= ${terms.at(-1) ?? added}` : terms.length > 1 ? left : latex;
  const told = sweep === "value" || results.length === 1 ? [results.at(-1)] : [results[0], results.at(-1)];
  return [head, ...told].join(" = ");
}

function factor(x, name) {
  const made = element("span", { class: name || null });
  numeral(made, x < 0 ? `(${numberText(x)})` : numberText(x));
  return made;
}

const ACCENT = { value: (latex) => latex, forward: dotted, reverse: barred };
const WRITTEN = { value: "value", forward: "tangent", reverse: "adjoint" };

/** The array that the current step wrote, where the step's formulas do not hold it. */
function largeOf(study, { current, nodes, sweep }) {
  const cell = nodes.get(current.node)[WRITTEN[sweep]];
  if (cell.kind !== "number" || !isList(cell.number)) return null;
  return { symbol: ACCENT[sweep](nodeOf(study, current.node).symbol), json: cell.number, hue: WRITTEN[sweep] };
}
