/** The edge that is asked about, in the place of the step: its partial in symbols, numbers and words, and what both sweeps carry along it. */

import { $$, element, sentence, shrink } from "../text/dom.js";
import { plain, typeset } from "../text/math.js";
import { isList, numberLatex } from "../text/nested_lists.js";
import { latexOf, sentenceOf } from "../text/parts.js";
import { ruleAddress } from "../study/words.js";
import { choicesOf } from "../study/asked_edge.js";
import { entryLatex } from "../study/input_entries.js";

const FLOWS = [["forward", "Forward →", "tangent"], ["reverse", "← Back", "adjoint"]];

export class EdgePanel {
  /** root: the step's section. `cursor` is told where to go from here. */
  constructor(root, cursor) {
    this.section = root;
    this.cursor = cursor;
    this.heading = element("h2");
    this.back = element("button", { type: "button", class: "link back" });
    this.name = element("a", { class: "note rule-name" });
    this.rule = element("p", { class: "rule" });
    this.numbers = element("p", { class: "numbers" });
    this.words = element("p", { class: "words" });
    this.flows = element("table", { class: "flows" });
    this.choices = element("ul", { class: "choices" });
    this.rows = [
      element("div", { class: "row" }, element("div", {}, element("h3", {}, "Partial"), this.name), this.rule),
      element("div", { class: "row" }, element("h3", {}, "Numbers"), this.numbers),
      element("div", { class: "row" }, element("h3", {}, "In words"), this.words),
    ];
    this.hint = element("p", { class: "note keys" }, "Tab goes to the next edge, Enter on an end to its node.");
    const header = element("header", { class: "heading" }, this.heading, element("p", { class: "note" }, this.back, " ", element("kbd", {}, "Esc")));
    this.root = element("div", { id: "edge", class: "edge-panel", hidden: true }, header, ...this.rows, this.choices, this.flows, this.hint);
    root.append(this.root);
    this.back.addEventListener("click", () => cursor.leaveEdge());
    this.choices.addEventListener("click", ({ target }) => target.closest("button") && cursor.askEdge(target.closest("button").dataset.edge));
  }

  show({ study, edge, among, told }, { cursor }) {
    const choices = choicesOf(study, edge, among);
    const asked = told?.edge === edge && told.study === study ? told.answer : null;
    const isOpen = Boolean(asked || choices.length);
    this.root.hidden = !isOpen;
    this.section.classList.toggle("asking", isOpen);
    if (!isOpen) return;
    this.back.textContent = cursor ? `Back to step ${cursor}` : "Back to the sweep";
    for (const part of [...this.rows, this.flows, this.hint]) part.hidden = !asked;
    this.choices.hidden = !choices.length;
    if (asked) this.#tell(study, asked);
    else this.#offer(choices);
  }

  fit() {
    if (this.root.hidden) return;
    for (const line of [this.rule, this.numbers]) {
      if (shrink(line)) line.removeAttribute("tabindex");
      else line.tabIndex = 0; // what scrolls is reached by keyboard
    }
    for (const line of $$("td:nth-child(2)", this.flows)) {
      shrink(line);
      if (line.scrollWidth > line.clientWidth) line.tabIndex = 0; // what is too long even so is scrolled by keys too
    }
  }

  #tell(study, { operation, rule, parts, forward, reverse, message }) {
    if (message) return this.#refused(message);
    sentence(this.heading, sentenceOf(parts.heading), () => "value");
    Object.assign(this.name, { textContent: rule === "chain" ? `rule of ${operation}` : `${rule} rule`, href: ruleAddress(operation) });
    for (const [line, written, style] of [[this.rule, parts.rule, "\\displaystyle "], [this.numbers, parts.numbers, ""]]) {
      line.parentElement.hidden = !written;
      show(line, written ? style + latexOf(written) : "");
    }
    sentence(this.words, sentenceOf(parts.words), () => "value");
    const passages = { forward, reverse };
    const isOfArrays = [forward, reverse].some((passage) => passage && [passage.arriving, passage.term].some(isList));
    this.flows.replaceChildren(...FLOWS.filter(([sweep]) => passages[sweep]).map(([sweep, name, hue]) => {
      const line = element("td");
      typeset(line, latexOf(parts[sweep], sweep), passages[sweep].latex);
      const head = element("th", { scope: "row" }, element("span", { class: hue }, name));
      const note = element(isOfArrays ? "span" : "td", { class: "note" }, passages[sweep].text);
      const latex = sweep === "forward" && entryLatex(study, forward.entry);
      if (latex) sentence(note, ["sweep along ", { latex, text: forward.entry }]);
      if (isOfArrays) head.append(note); // the formula needs the room
      return element("tr", {}, head, line, ...(isOfArrays ? [] : [note]));
    }));
  }

  #refused(message) {
    for (const part of [this.rows[0], this.rows[1], this.flows, this.hint]) part.hidden = true;
    plain(this.heading, "The edge");
    plain(this.words, message);
  }

  /** The edges of one wire between boxes. */
  #offer(choices) {
    plain(this.heading, `${choices.length} edges run along this wire`);
    this.choices.replaceChildren(...choices.map(({ id, from, to, partial }) => {
      const name = element("span");
      typeset(name, `${from.symbol} \\to ${to.symbol}`, `${from.display_name} → ${to.display_name}`);
      const number = element("span", { class: "note" });
      if (partial !== null && !isList(partial)) typeset(number, `\\times ${numberLatex(partial)}`, "");
      return element("li", {}, element("button", { type: "button", class: "link", "data-edge": id }, name, " ", number));
    }));
  }
}

function show(line, latex) {
  if (latex) typeset(line, latex, "");
  else plain(line, "");
}
