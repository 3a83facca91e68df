/** The trace in formulas: every value, tangent and adjoint in the c's or in the inputs, asked for when it is chosen. */

import { $, $$, element, formula, spoken } from "../text/dom.js";
import { entryLatex } from "../study/input_entries.js";
import { inHue } from "../text/parts.js";
import { shortSymbol } from "../study/words.js";
import { questionOf } from "../state/request_body.js";
import { typeset } from "../text/math.js";
import { FIRST, LEFT_OUT, keyOf, notesOf, readingsOf } from "./form_choice.js";

export class Formulas {
  reads = ["frame", "study"];

  constructor(area, { api, work }) {
    Object.assign(this, { area, api, work, notation: "numbers", key: null, answer: null, shown: null, untyped: new WeakMap() });
    this.table = $(".formulas", area);
    this.names = $(".names", this.table); // which names_switch.js shows
    this.notes = $(".formula-notes", area);
    this.buttons = $$(".notations button", area);
    this.seen = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) this.#typeset(target);
    });
  }

  show(state, frame) {
    Object.assign(this, { state, frame });
    const isNumbers = this.notation === "numbers";
    this.area.dataset.notation = this.notation;
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.value === this.notation));
    if (isNumbers) return;
    this.#fetch();
    this.#build();
    for (const row of $$("tbody tr", this.table)) row.classList.toggle("current", row.dataset.node === frame.current?.node);
    this.mark(state);
    this.table.dataset.sweep = frame.sweep;
  }

  mark({ marked }) {
    for (const row of $$("tbody tr", this.table)) row.classList.toggle("marked", row.dataset.node === marked);
  }

  choose(notation) {
    this.notation = notation;
    this.show(this.state, this.frame);
  }

  async #fetch() {
    const { state } = this;
    const body = { ...questionOf(state, "point", "wide"), include: ["symbolic"] };
    const key = keyOf(body, state.study);
    if (key === this.key) return;
    Object.assign(this, { key, answer: null });
    this.notes.replaceChildren("Writing the formulas …");
    this.work.begin("symbolic");
    const answer = await this.api.part("symbolic", body).catch((problem) => ({ problem }));
    if (answer === null) return; // overtaken by a later question
    this.answer = answer.problem ? null : answer;
    this.notes.replaceChildren(...(answer.problem ? [answer.problem.message] : notesOf(answer).map((note) => element("span", {}, note, " "))));
    this.show(this.state, this.frame);
    this.work.end("symbolic");
  }

  #build() {
    const { answer, notation, frame, state } = this;
    const entry = frame.entry ?? Object.keys(answer?.nodes[0]?.tangents ?? {})[0] ?? "";
    const shown = `${this.key} ${Boolean(answer)} ${notation} ${entry} ${frame.sweep}`;
    if (shown === this.shown) return;
    this.shown = shown;
    this.seen.disconnect();
    const kinds = FIRST[frame.sweep]; // what the sweep writes stands first: formulas are wide
    const along = entryLatex(state.study, entry);
    const heads = {
      value: ["value"],
      tangent: [...spoken(inHue("tangent", "\\dot{c}"), "tangent"), ...(along ? [" along ", formula(along, entry)] : [])],
      adjoint: spoken(inHue("adjoint", "\\bar{c}"), "adjoint"),
    };
    const node = element("th", { scope: "col" }, element("span", { class: "hidden" }, "node"));
    const held = document.activeElement;
    const headOf = (kind, i) => element("th", { scope: "col", class: kind }, ...heads[kind], ...(i === 0 ? [" ", this.names] : []));
    $("thead tr", this.table).replaceChildren(node, ...kinds.map(headOf));
    if (this.names.contains(held)) held.focus({ preventScroll: true });
    const rows = (answer?.nodes ?? []).map((each) => this.#row(each, readingsOf(each, entry, notation), kinds));
    $("tbody", this.table).replaceChildren(...rows);
    for (const row of rows) this.seen.observe(row);
  }

  #row(node, readings, kinds) {
    const cells = kinds.map((kind) => {
      const text = readings[kind] === LEFT_OUT ? LEFT_OUT : (readings[kind]?.text ?? "");
      return element("td", { class: readings[kind] === LEFT_OUT ? `${kind} left-out` : kind }, element("span", {}, text));
    });
    const name = node.display_name;
    const row = element("tr", { "data-node": node.id }, element("th", { scope: "row" }, name), ...cells);
    this.untyped.set(row, { name, label: shortSymbol(node), readings: kinds.map((kind) => readings[kind]) });
    return row;
  }

  #typeset(row) {
    this.seen.unobserve(row);
    const { name, label, readings } = this.untyped.get(row);
    $("th", row).replaceChildren(...spoken(label, name));
    $$("td span", row).forEach((cell, i) => {
      if (!readings[i]?.latex) return;
      typeset(cell, readings[i].latex, readings[i].text);
      cell.title = readings[i].text;
    });
  }
}
