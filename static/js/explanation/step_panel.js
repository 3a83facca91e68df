/** One face of the explanation: heading, rule, numbers, words and ledger of one step, written into a set of elements. */

import { $, $$, element, formula, sentence, shrink } from "../text/dom.js";
import { barred, dotted, headingOf, ledgerOf, nodeOf, ruleAddress, wordsOf } from "../study/words.js";
import { huedNumbers } from "../text/colour.js";
import { Ledger } from "./ledger.js";
import { linked, linkedNumbers, nodesNear } from "./links_in_latex.js";
import { isList, shapeOf } from "../text/nested_lists.js";
import { plain, typeset } from "../text/math.js";
import { arrayParts } from "../text/matrix.js";
import { endOf, passOf, ruleOf } from "../study/passes.js";

export class Face {
  #told = {};
  #marked = null;
  #fitted = 0; // the width that it was fitted into; 0: not yet

  /** line: the phone's one line, rule and numbers together, written where `narrow` matches. */
  constructor(root, line, narrow) {
    Object.assign(this, { root, line, narrow });
    this.heading = $("h2", root);
    this.rule = $(".rule", root);
    this.numbers = $(".numbers", root);
    this.words = $(".words", root);
    this.chain = $(".chain", root);
    this.ledger = new Ledger(root);
    this.pass = $(".pass", root);
    this.name = $(".rule-name", root);
    this.end = $(".end", root);
  }

  /** Whether this is what it tells: the same step of the same study, its words included (those of long sweeps come late). */
  tells(state, frame) {
    const asked = asTold(state, frame);
    return Object.keys(asked).every((key) => asked[key] === this.#told[key]);
  }

  write(state, frame) {
    const { study, jacobians } = state;
    const { current, sweep } = frame;
    this.#told = asTold(state, frame);
    this.#fitted = 0;
    this.root.classList.toggle("before", !current);
    this.root.classList.toggle("stepless", frame.length === 0);
    sentence(this.heading, headingOf(study, frame));
    const [rule, numbers] = formulasOf(study, frame);
    const large = current && !numbers ? largeOf(study, frame) : null;
    show(this.rule, rule);
    this.numbers.parentElement.classList.toggle("opens", Boolean(large));
    if (large) this.#large(large);
    else show(this.numbers, numbers);
    this.lines = linesOf(frame);
    if (this.narrow.matches) show(this.line, this.lines[0]);
    const kindOf = (id) => (id === current?.node ? "value" : WRITTEN[sweep]);
    sentence(this.words, wordsOf(study, frame), kindOf);
    const chain = current?.chain?.[jacobians] ?? "";
    this.chain.parentElement.hidden = !chain;
    show(this.chain, chain.replaceAll("\\frac{\\partial", "\\dfrac{\\partial"));
    this.ledger.show(study, ledgerOf(study, frame));
    sentence(this.pass, passOf(study, frame));
    this.#name(ruleOf(study, frame));
    this.end.textContent = endOf(study, frame);
  }

  /** What is too long is set smaller: measured once for a width. */
  fit() {
    const width = this.root.clientWidth;
    if (width === this.#fitted) return;
    this.#fitted = width;
    for (const formula of [this.rule, this.numbers]) {
      formula.classList.remove("broken");
      const fits = shrink(formula);
      formula.classList.toggle("broken", !fits); // into lines, after its signs
      if (fits || formula.scrollWidth <= formula.clientWidth) formula.removeAttribute("tabindex");
      else formula.tabIndex = 0; // what scrolls is reached by keyboard
    }
    if (this.narrow.matches) {
      for (const latex of this.lines) {
        show(this.line, latex);
        if (shrink(this.line)) break;
      }
    }
    this.ledger.fit();
  }

  mark({ marked }) {
    if (!marked && !this.#marked) return;
    this.#marked = marked;
    for (const each of $$("[data-node]", this.root)) each.classList.toggle("marked", each.dataset.node === marked);
  }

  #name(rule) {
    this.name.hidden = !rule;
    if (rule) Object.assign(this.name, { textContent: rule.name, href: ruleAddress(rule.operation) });
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
}

function asTold({ study, jacobians }, { sweep, entry, cursor, current }) {
  return { study, jacobians, sweep, entry, cursor, text: current?.text };
}

function show(target, latex) {
  if (latex) typeset(target, latex, "");
  else plain(target, "");
}

/** Rule and numbers of a step as they are set, each of its symbols with its node; "" where there is none. */
function formulasOf(study, frame) {
  const { current, sweep } = frame;
  const near = nodesNear(study, frame);
  const latex = current?.latex ?? "";
  const numbers = current?.numbers ? linkedNumbers(huedNumbers(current.numbers, sweep), study, frame) : "";
  return [latex && `\\displaystyle ${latex.replace(" \\frac{\\partial", "\\,\\frac{\\partial")}`, numbers].map((each) => each && linked(each, near));
}

const linesOf = ({ current, sweep }) => shorterLines(current?.latex ?? "", current?.numbers ? huedNumbers(current.numbers, sweep) : "", sweep);

/**
 * Rule and numbers as one chain for the phone: the left side once, the product in symbols, in numbers, the result; then
 * the same without the product in numbers, and the left side with its result, for where the longer ones have no room.
 * Matrices are too high for one line: there the rule stands alone.
 */
function shorterLines(latex, numbers, sweep) {
  if (numbers.includes("bmatrix")) return [latex];
  const results = numbers.split(" = ").slice(1);
  if (!results.length) return [latex];
  const [left, ...terms] = latex.split(" = ");
  const [slot, added] = left.split("\\mathrel{+}= ");
  const head = added ? `${slot}\\mathrel{+}= ${terms.at(-1) ?? added}` : terms.length > 1 ? left : latex;
  const told = sweep === "value" || results.length === 1 ? [results.at(-1)] : [results.find((result) => !/(^| )\{/.test(result)), results.at(-1)];
  return [[head, ...told], [head, results.at(-1)], [numbers.split(" = ")[0], results.at(-1)]].map((chain) => chain.join(" = "));
}

const ACCENT = { value: (latex) => latex, forward: dotted, reverse: barred };
const WRITTEN = { value: "value", forward: "tangent", reverse: "adjoint" };

/** The array that the current step wrote, where the step's formulas do not hold it. */
function largeOf(study, { current, nodes, sweep }) {
  const cell = nodes.get(current.node)[WRITTEN[sweep]];
  if (cell.kind !== "number" || !isList(cell.number)) return null;
  return { symbol: ACCENT[sweep](nodeOf(study, current.node).symbol), json: cell.number, hue: WRITTEN[sweep] };
}
