/**
 * The rows of a long table, of which only those near the window hang in the document, one stretch without a gap; empty rows
 * stand for those above and below. All rows are of one height.
 */

import { element } from "../text/dom.js";

const FEW = 150; // rows that all hang
const HEIGHT = 27; // pixels of a row: trace.css
const SPARE = 30; // rows above and below the window that hang too

export class HungRows {
  #rows = [];
  #places = new Map(); // by row: which it is
  #from = 0;
  #to = 0;

  /** scroller: what scrolls the table, if not the page. */
  constructor(body, scroller) {
    Object.assign(this, { body, scroller, prints: false });
    this.above = spacer();
    this.below = spacer();
    for (const each of ["scroll", "resize"]) addEventListener(each, () => this.look(), { capture: true, passive: true });
    matchMedia("print").addEventListener("change", ({ matches }) => this.#print(matches));
    addEventListener("beforeprint", () => this.#print(true));
    addEventListener("afterprint", () => this.#print(false));
  }

  get isLong() {
    return this.#rows.length > FEW;
  }

  /** From now on these rows. */
  hold(rows) {
    this.#rows = rows;
    this.#places = new Map(rows.map((row, i) => [row, i]));
    const table = this.body.closest("table");
    if (this.isLong) table.setAttribute("aria-rowcount", rows.length + 1);
    else table.removeAttribute("aria-rowcount");
    if (this.isLong) rows.forEach((row, i) => row.setAttribute("aria-rowindex", i + 2)); // the head is the first
    this.#hang(...(this.isLong ? [0, 2 * SPARE] : [0, rows.length]));
  }

  /** The row before or after one. */
  beside(row, by) {
    return this.#rows[this.#places.get(row) + by];
  }

  /** A row that is wanted hangs. */
  reach(row) {
    const place = this.#places.get(row);
    if (this.isLong && (place < this.#from || place >= this.#to)) this.#hang(place - SPARE, place + SPARE);
  }

  /** What is near the window hangs, and what has the focus with all between. */
  look() {
    if (!this.isLong || this.prints) return;
    const { top } = this.body.getBoundingClientRect();
    const { top: upper, bottom: lower } = this.scroller.getBoundingClientRect();
    const [high, low] = [Math.max(0, upper), Math.min(innerHeight, lower)];
    if (low <= high) return;
    const [from, to] = [Math.floor((high - top) / HEIGHT), Math.ceil((low - top) / HEIGHT)];
    if (from >= this.#from && to <= this.#to) return;
    const focused = this.#places.get(document.activeElement.closest("tr"));
    this.#hang(Math.min(from - SPARE, focused ?? Infinity), Math.max(to + SPARE, (focused ?? -1) + 1));
  }

  #print(prints) {
    this.prints = prints;
    if (!this.isLong) return;
    if (prints) this.#hang(0, this.#rows.length);
    else this.look();
  }

  #hang(from, to) {
    const { length } = this.#rows;
    [this.#from, this.#to] = [Math.max(0, Math.min(from, length)), Math.max(0, Math.min(to, length))];
    const [before, after] = [this.#from, length - this.#to].map((rows) => rows * HEIGHT);
    this.above.firstChild.style.height = `${before}px`;
    this.below.firstChild.style.height = `${after}px`;
    const rows = this.#rows.slice(this.#from, this.#to);
    this.#put([...(before ? [this.above] : []), ...rows, ...(after ? [this.below] : [])]);
  }

  /** What stays is left where it is: it may have the focus. */
  #put(wanted) {
    const meant = new Set(wanted);
    for (const each of [...this.body.children]) if (!meant.has(each)) each.remove();
    let next = null;
    for (const each of wanted.reverse()) {
      if (each.parentNode !== this.body) this.body.insertBefore(each, next);
      next = each;
    }
  }
}

const spacer = () => element("tr", { "aria-hidden": "true" }, element("td", { colspan: 5 }));
