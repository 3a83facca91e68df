/** What the text states beside its program: each claim with our number, right, wrong, or undecided. */

import { $, element, numeral } from "../text/dom.js";
import { isList, listInFull, listText } from "../text/nested_lists.js";
import { numberOf, numeralOf } from "../text/number.js";

const VERDICTS = new Map([[true, { sign: "✓", word: "right", name: "right" }], [false, { sign: "✗", word: "wrong", name: "wrong" }], [null, { sign: "?", word: "not decided", name: "open" }]]);

export class Claims {
  /** `question` is told the place that a reader wants to see. */
  constructor(root, question) {
    Object.assign(this, { root, question });
    this.list = $("ul", root);
  }

  show({ claims = [], inputs }) {
    const key = JSON.stringify([claims, claims.length && inputs.map(({ name, value }) => [name, value])]);
    if (key === this.key) return;
    this.key = key;
    this.root.hidden = !claims.length;
    const point = new Map(inputs.map(({ name, value }) => [name, value]));
    this.list.replaceChildren(...claims.map((claim) => this.#claim(claim, point)));
  }

  #claim({ text, about, ours, holds, at, ...place }, point) {
    const { sign, word, name } = VERDICTS.get(holds);
    const way = element("button", { type: "button", class: "link", title: `To line ${place.line}` }, element("code", {}, statedIn(text, about)));
    way.addEventListener("click", () => this.question.pointTo(place));
    const verdict = element("b", {}, element("span", { "aria-hidden": "true" }, `${sign} `), word);
    const item = element("li", { class: name }, way, " ", verdict);
    if (ours !== null) item.append(element("span", { class: "note" }, " ours: ", shown(ours), where(at, point)));
    return item;
  }
}

/** Of a chain of equals signs a claim may be the last number alone. */
function statedIn(text, about) {
  return text.includes("=") || text.includes("approx") || text.includes("≈") ? text : `${about === "value" ? "" : `${about} `}= ${text}`;
}

function shown(value) {
  const number = element("span", { class: "number", title: listInFull(value) });
  if (isList(value)) number.append(listText(value));
  else numeral(number, numeralOf(numberOf(value)));
  return number;
}

/** The point that a claim names, where it is another than that of the page. */
function where(at, point) {
  const others = Object.entries(at ?? {}).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(point.get(name)));
  return others.length ? ` at ${others.map(([name, value]) => `${name} = ${listText(value)}`).join(", ")}` : "";
}
