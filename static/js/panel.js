/** The explanation under the picture: heading, rule, numbers, words and the ledger of the current step. */

import { $, element, formula, numeral, sentence, shrink, spoken } from "./dom.js";
import { writeCell } from "./cells.js";
import { barred, headingOf, ledgerOf, wordsOf } from "./explain.js";
import { huedNumbers } from "./hue.js";
import { plain, typeset } from "./math.js";
import { numberText } from "./number.js";

export class Panel {
  constructor(root, line) {
    this.heading = $("h2", root);
    this.rule = $(".rule", root);
    this.numbers = $(".numbers", root);
    this.words = $(".words", root);
    this.ledger = $(".ledger", root);
    this.ledgerName = $(".ledger-name", root);
    this.line = line; // the phone's one line: rule and numbers together
    this.root = root;
  }

  show({ study }, frame) {
    const { current, sweep } = frame;
    sentence(this.heading, headingOf(study, frame));
    const latex = current?.latex ?? "";
    const numbers = current?.numbers ? huedNumbers(current.numbers, sweep) : "";
    this.#formula(this.rule, latex && `\\displaystyle ${latex.replace(" \\frac{\\partial", "\\,\\frac{\\partial")}`);
    this.#formula(this.numbers, numbers);
    this.#formula(this.line, oneLine(latex, numbers, sweep));
    shrink(this.line);
    sentence(this.words, wordsOf(study, frame));
    this.root.classList.toggle("before", !current);
    this.#ledger(ledgerOf(study, frame));
  }

  #formula(target, latex) {
    if (latex) typeset(target, latex, "");
    else plain(target, "");
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

  #row({ from, formula: latex, adjoint, partial, term, reached, current }) {
    const name = from ? ["from ", formula(from.latex, from.text)] : ["seed"];
    const cells = [element("td", { class: reached ? null : "plain" }), element("td"), element("td", { class: "adjoint" })];
    if (latex) typeset(cells[0], latex, "");
    const isTold = partial !== null && !Number.isNaN(adjoint * partial);
    if (reached && isTold) cells[1].append(factor(adjoint, "adjoint"), " · ", factor(partial, ""));
    else if (!reached) writeCell(cells[1], { kind: "waiting" });
    writeCell(cells[2], reached ? cellFor(term) : { kind: "waiting" });
    const classes = [reached ? "reached" : "", current ? "current" : ""].join(" ").trim();
    return element("tr", { class: classes || null }, element("th", { scope: "row" }, ...name), ...cells);
  }
}

/** Rule and numbers as one chain for the phone: the left side once, the product in symbols, in numbers, the result. */
function oneLine(latex, numbers, sweep) {
  const results = numbers.split(" = ").slice(1);
  if (!results.length) return latex;
  const [left, ...terms] = latex.split(" = ");
  const [slot, added] = left.split("\\mathrel{+}= ");
  const head = added ? `${slot}\\mathrel{+}= ${terms.at(-1)}` : terms.length > 1 ? left : latex;
  const told = sweep === "value" || results.length === 1 ? [results.at(-1)] : [results[0], results.at(-1)];
  return [head, ...told].join(" = ");
}

function factor(x, name) {
  const made = element("span", { class: name || null });
  numeral(made, x < 0 ? `(${numberText(x)})` : numberText(x));
  return made;
}

function cellFor(x) {
  return Number.isNaN(x) ? { kind: "undefined" } : { kind: "number", number: x };
}
