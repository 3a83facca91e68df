/** An array on the page: a formula while it is small, else its corners and a table of all entries that opens. */

import { element, formula } from "./dom.js";
import { entriesIn, isWhole, listText, matrixLatex, shapeWords } from "./nested_lists.js";
import { numberOf, numberText, typographic } from "./number.js";

const INLINE = 400; // characters of a text that stands for a formula

/**
 * What shows an array: `rows` is it as a matrix (null where it has more than two axes), `json` as the contract has it.
 * `name` says what the entries are of, for those who hear the page.
 */
export function arrayParts(json, rows, shape, name) {
  const parts = rows ? [formula(matrixLatex(rows), listText(json).slice(0, INLINE))] : [element("span", { class: "word" }, shapeWords(shape))];
  return rows && isWhole([rows.length, rows[0].length]) ? parts : [...parts, allEntries(json, rows, name)];
}

/** A table of every entry, built when it is opened for the first time. */
export function allEntries(json, rows, name) {
  const opened = element("details", { class: "entries" }, element("summary", {}, "all entries"));
  opened.addEventListener("toggle", () => {
    if (!opened.open || opened.querySelector("table")) return;
    const table = rows ? gridOf(rows) : listOf(json);
    opened.append(element("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": `All entries of ${name}` }, table));
  });
  return opened;
}

function gridOf(rows) {
  const heads = rows[0].map((_, j) => element("th", { scope: "col" }, String(j)));
  const head = element("tr", {}, element("td"), ...heads);
  const body = rows.map((row, i) => element("tr", {}, element("th", { scope: "row" }, String(i)), ...row.map(entry)));
  return element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
}

/** More than two axes have no grid: every entry on a line of its own, after its indices. */
function listOf(json) {
  const body = entriesIn(json).map(([at, x]) => element("tr", {}, element("th", { scope: "row" }, `[${at.join(", ")}]`), entry(x)));
  return element("table", {}, element("tbody", {}, ...body));
}

function entry(json) {
  return element("td", {}, typographic(numberText(numberOf(json)))); // ten thousand cells: no raised exponents
}
