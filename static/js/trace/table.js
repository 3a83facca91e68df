/** The trace beside the picture: the Wengert list with its numbers, the accessible equal of the picture. */

import { $, $$, element, formula, shrinkAll, spoken } from "../text/dom.js";
import { changes } from "../study/frame_diff.js";
import { cellInFull, writeCell } from "../study/cell_text.js";
import { entryLatex } from "../study/input_entries.js";
import { entriesOf, looksAlike, sameCell } from "../study/frame.js";
import { inHue } from "../text/parts.js";
import { shortSymbol } from "../study/words.js";
import { plain, typeset } from "../text/math.js";
import { isLong } from "../text/names.js";
import { HungRows } from "./hung_rows.js";
import { Sight } from "./visible.js";

const KINDS = ["value", "tangent", "adjoint"];
const WIDTHS = { others: 310, tangent: 84 }; // pixels of the columns beside the tangents, and of one along an input
const SHORT = 3; // signs of an entry that is typeset in the head
const AT_ONCE = 60; // rows whose formulas are typeset before they are seen, where the table can be seen

export class Table {
  reads = ["frame", "study", "wrt", "moving"];
  #isEvery = false; // whether the tangents along every input stand side by side

  /** `cursor` is told which row is entered. */
  constructor(root, cursor) {
    Object.assign(this, { root, rows: new Map(), unfitted: [] });
    this.head = $("thead", root);
    this.body = $("tbody", root);
    const panel = root.closest(".panel");
    this.inFull = $(".in-full", panel);
    panel.addEventListener("toggle", () => this.current && this.#reveal(this.current));
    $(".adjoint", this.head).replaceChildren(...spoken(inHue("adjoint", "\\bar{c}"), "adjoint"));
    this.body.addEventListener("keydown", (event) => this.#key(event, cursor));
    this.every = $(".every", panel);
    if (this.every) $("input", this.every).addEventListener("change", ({ target }) => this.#showEvery(target.checked));
    this.sight = new Sight(root.parentElement);
    this.hung = new HungRows(this.body, root.parentElement);
    this.seen = new IntersectionObserver((entries) => {
      const seen = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target);
      for (const row of seen) this.#typeset(row);
      shrinkOrSpell(seen.map((row) => $(".operation", row)));
    });
  }

  #showEvery(isEvery) {
    this.#isEvery = isEvery;
    this.show(this.state, this.frame);
    this.fit();
  }

  show(state, frame) {
    const { study, wrt, moving } = state;
    this.state = state;
    this.#build(study);
    const { nodes } = this.isWhole ? changes(study, this.frame, frame) : study;
    Object.assign(this, { frame, isWhole: true });
    this.#along(study, frame.entry ?? wrt);
    this.sight.moving(moving);
    for (const { id } of nodes) {
      const [row, node] = [this.rows.get(id), frame.nodes.get(id)];
      if (row.shown && looksAlike(row.shown, node)) continue;
      if (!this.sight.has(row.root)) {
        this.isWhole = false; // until they rest
        continue;
      }
      for (const kind of KINDS) if (!row.shown || !sameCell(row.shown[kind], node[kind])) writeCell(row[kind], node[kind]);
      row.shown = node;
      row.root.classList.toggle("current", node.current);
      if (node.current) row.root.setAttribute("aria-current", "step");
      else row.root.removeAttribute("aria-current");
    }
    this.#writeEvery(study, frame);
    this.root.dataset.sweep = frame.sweep;
    const row = frame.current && this.rows.get(frame.current.node).root;
    this.unseen = row && row !== this.current;
    this.current = row;
  }

  /** Set smaller what is too long, bring the current row into sight: after every view has been written. */
  fit() {
    shrinkOrSpell(this.unfitted);
    this.unfitted = [];
    if (this.unseen) this.#reveal(this.current);
    this.unseen = false;
  }

  mark({ study, marked }) {
    this.rows.get(this.marked)?.root.classList.remove("marked");
    this.rows.get(marked)?.root.classList.add("marked");
    this.marked = marked;
    this.#tellInFull(study, this.frame, marked ?? this.frame.current?.node);
  }

  /** All entries of the array that is pointed at, has the focus, or was written last: a column shows only the first. */
  #tellInFull(study, { nodes }, id) {
    if (!this.inFull || this.inFull.hidden) return;
    const row = this.rows.get(id);
    const known = (row?.node.shape.length ? KINDS : []).filter((kind) => nodes.get(id)[kind].kind === "number");
    this.inFull.replaceChildren(...known.flatMap((kind, i) => [
      element("span", {}, `${i === 0 ? `${row.node.display_name} ` : ""}${kind} `), element("span", { class: kind }, cellInFull(nodes.get(id)[kind])), " ",
    ]));
  }

  #build(study) {
    const entries = entriesOf(study);
    if (this.every) this.every.hidden = entries.length < 2;
    const columns = this.#isEvery && entries.length > 1 ? entries : [];
    const same = String(columns) === String(this.entries ?? []) && (this.study === study || this.study?.nodes.map(written).join() === study.nodes.map(written).join());
    this.study = study;
    if (same) return;
    this.entries = columns;
    this.#head(study, columns);
    if (this.inFull) this.inFull.hidden = study.nodes.every((node) => node.shape.length === 0);
    this.seen.disconnect();
    this.isWhole = false;
    this.rows = new Map(study.nodes.map((node) => [node.id, this.#row(node)]));
    const rows = [...this.rows.values()].map((row) => row.root);
    if (rows.length) rows[0].tabIndex = 0;
    this.hung.hold(rows);
    const now = this.root.checkVisibility() ? AT_ONCE : 0;
    rows.slice(0, now).forEach((row) => this.#typeset(row));
    this.unfitted = rows.slice(0, now).filter((row) => row.isConnected).map((row) => $(".operation", row));
    for (const row of rows.slice(now)) this.seen.observe(row);
    this.sight.hold(rows);
  }

  #row(node) {
    const cells = KINDS.map((kind) => element("td", { class: kind }));
    const operation = element("td", { class: "operation" }, element("span", {}, node.text));
    const head = element("th", { scope: "row" }, node.display_name);
    const entries = this.entries.map((entry) => element("td", { class: "tangent entry", title: `along ${entry}` }));
    const root = element("tr", { "data-node": node.id, tabindex: "-1" }, head, operation, cells[0], cells[1], ...entries, cells[2]);
    return { root, value: cells[0], tangent: cells[1], adjoint: cells[2], entries, known: [], node };
  }

  /** A column for each input's tangents, in the place of the one. */
  #head(study, entries) {
    for (const each of $$(".entry", this.head)) each.remove();
    $(".adjoint", this.head).before(...entries.map((entry) => {
      const along = [" along ", entryFormula(entryLatex(study, entry) ?? entry, entry)];
      return element("th", { scope: "col", class: "tangent entry", title: `along ${entry}` }, ...spoken(inHue("tangent", "\\dot{c}"), "tangent"), ...along);
    }));
    this.root.classList.toggle("side-by-side", entries.length > 0);
    this.root.style.minWidth = entries.length ? `${WIDTHS.others + WIDTHS.tangent * entries.length}px` : "";
  }

  /** The passes along all inputs go on together: a node that is reached along one is reached along all. */
  #writeEvery(study, frame) {
    if (!this.entries.length) return;
    for (const node of study.nodes) {
      const row = this.rows.get(node.id);
      const { tangent } = frame.nodes.get(node.id);
      this.entries.forEach((entry, k) => {
        const cell = tangent.kind === "waiting" || tangent.kind === "absent" ? tangent : cellOf(node.tangents[entry]);
        if (!row.known[k] || !sameCell(row.known[k], cell)) writeCell(row.entries[k], cell);
        row.known[k] = cell;
      });
    }
  }

  #typeset(root) {
    const { node } = this.rows.get(root.dataset.node);
    $("th", root).replaceChildren(...spoken(shortSymbol(node), node.display_name));
    $("th", root).title = node.name ?? node.display_name;
    const operation = $("span", $(".operation", root));
    if (node.operation !== "input" || !isLong(node.text)) typeset(operation, node.latex, node.text);
    if ($(".mtable", operation)) plain(operation, node.text); // a matrix is higher than a row
    $(".operation", root).title = node.text;
    this.seen.unobserve(root);
  }

  #along(study, entry) {
    if (entry === this.entry && study.inputs.length === this.inputs) return;
    this.entry = entry;
    this.inputs = study.inputs.length;
    const latex = entryLatex(study, entry);
    const along = latex ? [element("span", { class: entry.length > SHORT ? "joint" : null }, " along "), entryFormula(latex, entry)] : entry === "direction" ? [" along ", formula("v", "the direction")] : [];
    $(".tangent", this.head).replaceChildren(...spoken(inHue("tangent", "\\dot{c}"), "tangent"), ...along);
    $(".tangent", this.head).title = latex ? `along ${entry}` : "";
  }

  #reveal(row) {
    const scroller = this.root.parentElement;
    this.hung.reach(row);
    const box = scroller.getBoundingClientRect();
    const at = row.getBoundingClientRect();
    const top = box.top + this.head.getBoundingClientRect().height;
    if (at.top < top) scroller.scrollTop += at.top - top;
    else if (at.bottom > box.bottom) scroller.scrollTop += at.bottom - box.bottom;
    this.hung.look();
  }

  #key(event, cursor) {
    const row = event.target.closest("tr");
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const other = row && by && this.hung.beside(row, by);
    if (event.key === "Enter") cursor.choose(row.dataset.node);
    else if (other) {
      row.tabIndex = -1;
      other.tabIndex = 0;
      this.hung.reach(other);
      other.focus();
    } else return;
    event.preventDefault();
  }
}

/** What is too long even in small type stands as it is typed, and ends in dots: a formula would be cut anywhere. */
function shrinkOrSpell(cells) {
  const symbols = cells.map((cell) => cell.previousSibling);
  shrinkAll([...symbols, ...cells]);
  for (const cell of [...symbols, ...cells].filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)) {
    cell.classList.add("spelled");
    plain($("span:last-child", cell), cell.title);
  }
}

/** A number of the contract as a cell; where there is none, it is told where that started. */
const cellOf = (json) => (json === null || json === undefined ? { kind: "nothing" } : { kind: "number", number: Array.isArray(json) ? json : Number(json) });

/** A long name as it is typed: a cut would leave pieces of a formula. */
const entryFormula = (latex, entry) => (entry.length > SHORT ? element("span", {}, entry) : formula(latex, entry));

/** What a row's formulas are made from: a new point leaves it as it is. */
const written = (node) => `${node.symbol} = ${node.latex}: ${node.shape}`;
