/** A vector or matrix as a small table of fields: arrows and Enter move, a pasted block fills it, rows and columns come and go. */

import { $$, element } from "../text/dom.js";
import { blockIn, grown, pasted, rowsOf, withCell } from "./array_edits.js";
import { isList } from "../text/nested_lists.js";
import { valueTyped } from "../text/parse_value.js";

export class Grid {
  /** `changed(value)` is told every value that the cells make; `complained(problem)` what is wrong with one of them, "" when nothing is. */
  constructor(name, { changed, complained }) {
    Object.assign(this, { name, changed, complained });
    this.table = element("table");
    const button = (axis, by, text) => {
      const button = element("button", { type: "button", class: `link ${axis}`, "aria-label": `${name}: ${by > 0 ? "add" : "remove"} a ${axis}` }, text);
      button.addEventListener("click", () => changed(grown(this.value, axis, by)));
      return button;
    };
    const sizes = element("p", { class: "sizes note" }, element("span", { class: "row" }, "rows ", button("row", -1, "−"), button("row", 1, "+")),
      element("span", {}, "columns ", button("column", -1, "−"), button("column", 1, "+")));
    this.root = element("div", { class: "grid", role: "group", "aria-label": `${name}, cells` }, this.table, sizes);
    this.table.addEventListener("input", (event) => this.#typed(event.target));
    this.table.addEventListener("keydown", (event) => this.#key(event));
    this.table.addEventListener("paste", (event) => this.#paste(event));
  }

  show(value) {
    this.value = value;
    const rows = rowsOf(value);
    this.root.classList.toggle("vector", !isList(value[0]));
    if (this.table.rows.length !== rows.length || this.table.rows[0].cells.length !== rows[0].length) this.#build(rows);
    for (const cell of $$("input", this.table)) {
      const text = String(rows[cell.dataset.row][cell.dataset.column]);
      const isKept = cell === document.activeElement && valueTyped(cell.value).value === Number(text);
      if (!isKept && cell.value !== text) cell.value = text;
      if (!isKept) cell.setAttribute("aria-invalid", "false");
    }
  }

  #build(rows) {
    const { row, column } = document.activeElement?.dataset ?? {};
    const hadFocus = this.table.contains(document.activeElement);
    const label = (i, j) => (isList(this.value[0]) ? `${this.name}[${i},${j}]` : `${this.name}[${j}]`);
    const cell = (i, j) => element("td", {}, element("input", {
      type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", "aria-label": label(i, j), "data-row": i, "data-column": j,
    }));
    this.table.replaceChildren(...rows.map((cells, i) => element("tr", {}, ...cells.map((_, j) => cell(i, j)))));
    if (hadFocus) this.#go(Math.min(row, rows.length - 1), Math.min(column, rows[0].length - 1));
  }

  #typed(cell) {
    const { value, problem } = valueTyped(cell.value);
    const isNumber = typeof value === "number";
    cell.setAttribute("aria-invalid", String(!isNumber));
    this.complained(isNumber ? "" : (problem ?? "A number is missing."));
    if (isNumber) this.changed(withCell(this.value, Number(cell.dataset.row), Number(cell.dataset.column), value));
  }

  /** Up, down and Enter go to the cell there; left and right do where the caret can go no further. */
  #key(event) {
    const { target: cell, key } = event;
    const isAtStart = cell.selectionEnd === 0 || (cell.selectionStart === 0 && cell.selectionEnd === cell.value.length);
    const isAtEnd = cell.selectionStart === cell.value.length || isAtStart && cell.selectionEnd === cell.value.length;
    const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: isAtStart && [0, -1], ArrowRight: isAtEnd && [0, 1] }[key];
    if (!by || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#go(Number(cell.dataset.row) + by[0], Number(cell.dataset.column) + by[1]);
  }

  #go(row, column) {
    const cell = this.table.rows[row]?.cells[column]?.firstElementChild;
    cell?.focus();
    cell?.select();
  }

  #paste(event) {
    const block = blockIn(event.clipboardData.getData("text"));
    if (!block) return;
    event.preventDefault();
    const { row, column } = event.target.dataset;
    event.target.blur(); // its text gives way to the block
    this.complained("");
    this.changed(pasted(this.value, Number(row), Number(column), block));
    this.#go(row, column);
  }
}
