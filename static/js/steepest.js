/** The steepest directions, under the answer: fetched when they are opened, and again when the answer changes. */

import { $, element, numeral, sentence, spoken } from "./dom.js";
import { pointOf } from "./point.js";
import { Problem } from "./api.js";
import { numberText } from "./number.js";
import { statementParts, steepestRows } from "./rates.js";

const WAYS = ["ascent", "descent"];

export class Steepest {
  /** `directed(direction)` is told a direction to run forward mode along. */
  constructor(root, { api, work, directed }) {
    Object.assign(this, { root, api, work, directed });
    this.told = $(".told", root);
    root.addEventListener("toggle", () => this.#ask());
  }

  show(state) {
    this.state = state;
    this.root.hidden = state.study.gradient === null || state.study.inputs.length === 0;
    this.#ask();
  }

  async #ask() {
    const { study, share } = this.state ?? {};
    if (!this.root.open || this.root.hidden || !study || study === this.study) return;
    this.study = study;
    this.work.begin("directions");
    const body = { program: study.program, at: pointOf(study), share, include: ["directions"] };
    const answer = await this.api.directions(body).catch((failure) => {
      if (!(failure instanceof Problem)) throw failure;
      return failure;
    });
    if (answer === null) return; // overtaken by a later question
    if (answer instanceof Problem) this.told.replaceChildren(element("p", { class: "note" }, answer.message));
    else this.#show(study, answer.directions);
    this.work.end("directions");
  }

  #show(study, found) {
    const statement = element("p", { class: "note" });
    sentence(statement, statementParts(study, found.statement));
    this.told.replaceChildren(...(found.ascent ? this.#table(study, found) : []), statement);
  }

  #table(study, found) {
    const { rows, more } = steepestRows(study, found);
    const head = element("tr", {}, element("td"), element("th", { scope: "col" }, "fastest up"), element("th", { scope: "col" }, "fastest down"));
    const body = rows.map(({ latex, text, ...numbers }) => row(spoken(latex, text), WAYS.map((way) => numbers[way])));
    const rates = row(["rate"], [found.norm, found.rate].map(Number));
    const follow = element("tr", {}, element("th", { scope: "row" }, element("span", { class: "hidden" }, "forward pass")), ...WAYS.map((way) => this.#follow(found[way], way)));
    const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...body), element("tfoot", {}, rates, follow));
    const rest = more ? [element("p", { class: "note" }, `and ${more} more ${more === 1 ? "entry" : "entries"}`)] : [];
    return [element("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": "Steepest directions" }, table), ...rest];
  }

  #follow(direction, way) {
    const name = way === "ascent" ? "fastest up" : "fastest down";
    const button = element("button", { type: "button", class: "link", value: way, "aria-label": `go along ${name}, in one forward pass` }, "go along");
    button.addEventListener("click", () => this.directed(direction));
    return element("td", {}, button);
  }
}

function row(head, numbers) {
  const cells = numbers.map((x) => {
    const cell = element("td");
    numeral(cell, numberText(x));
    return cell;
  });
  return element("tr", {}, element("th", { scope: "row" }, ...head), ...cells);
}
