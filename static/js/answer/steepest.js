/** The steepest directions under the answer: by entry, their rates, a forward pass along either, and why they are it. */

import { element, numeral, sentence, spoken } from "../text/dom.js";
import { numeralOf } from "../text/number.js";
import { steepestRows } from "../study/direction_rows.js";
import { sentenceOf } from "../text/parts.js";

const WAYS = { ascent: "fastest up", descent: "fastest down" };

/** `follow(direction)` runs forward mode along one. */
export function paintDirections(body, study, follow) {
  const { directions } = study;
  const statement = element("p", { class: "note" });
  sentence(statement, sentenceOf(directions.parts));
  body.replaceChildren(...(directions.ascent ? tableOf(study, directions, follow) : []), statement);
}

function tableOf(study, directions, follow) {
  const { rows, more } = steepestRows(study, directions);
  const head = element("tr", {}, element("td"), ...Object.values(WAYS).map((name) => element("th", { scope: "col" }, name)));
  const entries = rows.map(({ latex, text, ascent, descent }) => row(spoken(latex, text), [ascent, descent]));
  const rates = row(["rate"], [directions.norm, directions.rate].map(Number));
  const buttons = element("tr", {}, element("td"), ...Object.keys(WAYS).map((way) => element("td", {}, followButton(directions[way], way, follow))));
  const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...entries), element("tfoot", {}, rates, buttons));
  const rest = more ? [element("p", { class: "note" }, `and ${more} more ${more === 1 ? "entry" : "entries"}`)] : [];
  return [element("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": "Steepest directions" }, table), ...rest];
}

function row(head, numbers) {
  const cells = numbers.map((x) => {
    const cell = element("td");
    numeral(cell, numeralOf(x));
    return cell;
  });
  return element("tr", {}, element("th", { scope: "row" }, ...head), ...cells);
}

function followButton(direction, way, follow) {
  const button = element("button", { type: "button", class: "link", "aria-label": `go along ${WAYS[way]}, in one forward pass` }, "go along");
  button.addEventListener("click", () => follow(direction));
  return button;
}
