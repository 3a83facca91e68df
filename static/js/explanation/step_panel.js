/** One face of the explanation: heading, rule, numbers, words and ledger of one step, written into a set of elements. */

import { $, $$, element, formula, sentence, shrink } from "../text/dom.js";
import { headingOf, ledgerOf, nodeOf, ruleAddress, symbolOf, wordsOf } from "../study/words.js";
import { Ledger } from "./ledger.js";
import { isList, shapeOf } from "../text/nested_lists.js";
import { plain, typeset } from "../text/math.js";
import { arrayParts } from "../text/matrix.js";
import { latexOf, shorterLines } from "../text/parts.js";
import { endOf, passOf, ruleOf } from "../study/passes.js";

export class Face {
  #told = {};
  #marked = null;
  #fitted = 0; // the width that it was fitted into; 0: not yet

  /** line: the step as one line, rule and numbers together, for a phone (where `narrow` matches) and a foot that is shut. */
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
    const { rule = [], numbers = [] } = current?.parts ?? {};
    const large = current && !numbers.length ? largeOf(study, frame) : null;
    show(this.rule, rule.length ? `\\displaystyle ${latexOf(rule, sweep)}` : "");
    this.numbers.parentElement.classList.toggle("opens", Boolean(large));
    if (large) this.#large(large);
    else show(this.numbers, latexOf(numbers, sweep));
    this.lines = shorterLines({ rule, numbers }, sweep, current ? isOfArrays(study, current) : false).map((parts) => latexOf(parts, sweep));
    this.isLine = this.narrow.matches || state.foot === "shut";
    if (this.isLine) show(this.line, this.lines[0]);
    const kindOf = (id) => (id === current?.node ? "value" : WRITTEN[sweep]);
    sentence(this.words, wordsOf(study, frame), kindOf);
    const chain = current?.chain?.[jacobians] ?? "";
    this.chain.parentElement.hidden = !chain;
    show(this.chain, chain && `\\displaystyle ${chain}`);
    this.ledger.show(study, ledgerOf(study, frame));
    sentence(this.pass, passOf(study, frame));
    this.#name(ruleOf(study, frame));
    this.end.textContent = endOf(study, frame);
  }

  /** What is too long is set smaller: measured once for a width. */
  fit() {
    const width = this.root.clientWidth || this.line.clientWidth; // shut, there is the line alone
    if (width === this.#fitted) return;
    this.#fitted = width;
    for (const formula of [this.rule, this.numbers]) {
      formula.classList.remove("broken");
      const fits = shrink(formula);
      formula.classList.toggle("broken", !fits); // into lines, after its signs
      if (fits || formula.scrollWidth <= formula.clientWidth) formula.removeAttribute("tabindex");
      else formula.tabIndex = 0; // what scrolls is reached by keyboard
    }
    if (this.isLine) {
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

function asTold({ study, jacobians, foot }, { sweep, entry, cursor, current }) {
  return { study, jacobians, foot, sweep, entry, cursor, text: current?.text };
}

function show(target, latex) {
  if (latex) typeset(target, latex, "");
  else plain(target, "");
}

/** Whether a step's formulas hold arrays. */
function isOfArrays(study, { node, edge }) {
  const written = nodeOf(study, node);
  const near = edge ? [written, nodeOf(study, study.edges.find(({ id }) => id === edge).to)] : [written, ...written.operands.map((id) => nodeOf(study, id))];
  return near.some(({ shape }) => shape.length > 0);
}

const WRITTEN = { value: "value", forward: "tangent", reverse: "adjoint" };

/** The array that the current step wrote, where the step's formulas do not hold it. */
function largeOf(study, { current, nodes, sweep }) {
  const cell = nodes.get(current.node)[WRITTEN[sweep]];
  if (cell.kind !== "number" || !isList(cell.number)) return null;
  return { symbol: symbolOf(nodeOf(study, current.node), WRITTEN[sweep]), json: cell.number, hue: WRITTEN[sweep] };
}
