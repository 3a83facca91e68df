/** Cells of the trace that are chosen and copied by hand: a table of plain numbers, which a spreadsheet takes apart by itself. */

import { entriesOf } from "../study/frame.js";
import { $$, element } from "../text/dom.js";

const KINDS = ["value", "tangent", "adjoint"];

export class CopiedCells {
  reads = ["frame"];

  constructor(table) {
    table.addEventListener("copy", (event) => this.#copy(event, table));
  }

  show({ study }, frame) {
    Object.assign(this, { study, frame });
  }

  /** Of one cell alone the browser copies what is chosen in it. */
  #copy(event, table) {
    const chosen = getSelection();
    const cells = $$("tr", table).map((row) => [...row.cells].filter((cell) => cell.checkVisibility() && chosen.containsNode(cell, true)));
    const rows = cells.filter((row) => row.length).map((row) => row.map((cell) => this.#textOf(cell)));
    if (rows.flat().length < 2) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", tsv(rows));
    event.clipboardData.setData("text/html", element("table", {}, ...rows.map((row) => element("tr", {}, ...row.map((text) => element("td", {}, text))))).outerHTML);
  }

  /** A name, an operation as it is typed, a number with all its digits; a heading without its buttons. */
  #textOf(cell) {
    const { node: id } = cell.parentNode.dataset;
    if (!id) return cell.title || KINDS.find((kind) => cell.classList.contains(kind)) || (cell.classList.contains("operation") ? "operation" : "node");
    const node = this.study.nodes.find((each) => each.id === id);
    if (cell.localName === "th") return node.display_name;
    if (cell.classList.contains("operation")) return node.text;
    if (cell.classList.contains("entry")) return plainNumber(node.tangents[entriesOf(this.study)[$$(".entry", cell.parentNode).indexOf(cell)]]);
    const { kind, number } = this.frame.nodes.get(id)[KINDS.find((each) => cell.classList.contains(each))];
    return kind === "number" ? plainNumber(number) : "";
  }
}

/** All digits of a double; an array as JSON; "" where there is none. */
export function plainNumber(number) {
  if (number === null || number === undefined) return "";
  return Array.isArray(number) ? JSON.stringify(number) : String(number);
}

/** Rows of texts as lines that tabs part: no text has a tab or a line's end in it. */
export const tsv = (rows) => rows.map((row) => row.map((text) => text.replace(/\s+/g, " ")).join("\t")).join("\n");
