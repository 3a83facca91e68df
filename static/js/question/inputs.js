/** The point: a field for every input, for a number with a slider beside it, for a vector or matrix with room for its rows. */

import { $, element, formula } from "../text/dom.js";
import { parameterOf } from "../state/link.js";
import { isGridded, isList, listText, listTyped, shapeOf, shapeText } from "../text/nested_lists.js";
import { inputsByLine } from "../study/line_runs.js";
import { isLong, symbolWidth } from "../text/names.js";
import { fieldsOf, reachOf } from "../study/point.js";
import { valueTyped } from "../text/parse_value.js";

const WIDTHS = [42, 102]; // what a field of the usual width shows, and a longer one with its smaller type
const DIGIT = 9; // and other signs take at most 8 of them
const STEPS = 50; // from the middle of a slider to its end, and of a field's arrow keys
const MANY = 9; // inputs from here on stand in rows by the line that reads them, without sliders
const COLUMNS = [[28, 3], [72, 2], [Infinity, 1]]; // of such fields, by the pixels of the widest name

export class Inputs {
  reads = ["study", "problem", "at"];

  /** `question` is handed every value; `work` is told while the script of grids is fetched. */
  constructor(root, question, work) {
    Object.assign(this, { root, question, work });
    this.section = root.parentElement;
    this.note = $(".by-line", this.section);
    this.rows = new Map();
    this.reaches = new Map();
  }

  show(state) {
    const known = fieldsOf(state);
    const isMany = known.length >= MANY;
    const groups = isMany ? groupsOf(known, state.study) : [known];
    const fields = groups.flat();
    const names = fields.map((field) => field.name).join();
    if (names !== this.names) {
      this.names = names;
      this.rows = new Map(fields.map(({ name }) => [name, this.rows.get(name) ?? this.#row(name)]));
      const none = element("p", { class: "note" }, "The program has no inputs.");
      this.root.replaceChildren(...(fields.length ? [...this.rows.values()].map((row) => row.root) : [none]));
    }
    for (const field of fields) {
      const row = this.rows.get(field.name);
      if (!("value" in row) || !isSame([field.value, field.latex ?? row.latex], [row.value, row.latex])) this.#write(row, field);
      offer(row, field.own, field.name in state.at);
    }
    this.isMany = isMany;
    this.root.classList.toggle("many", isMany);
    this.note.textContent = groups.length > 1 ? `${fields.length} inputs, by the line that reads them` : "";
    if (isMany) this.#lineUp(groups);
    this.section.classList.toggle("asking", fields.length > 0);
  }

  /** A line's inputs begin a row of their own, unless they fit into what is left of the one before. */
  #lineUp(groups) {
    const widest = Math.max(...groups.flat().map(({ name }) => symbolWidth(name)));
    const [, columns] = COLUMNS.find(([width]) => widest <= width);
    this.root.dataset.columns = columns;
    let taken = 0;
    for (const group of groups) {
      const begins = taken % columns > 0 && (taken % columns) + group.length > columns;
      if (begins) taken = 0;
      group.forEach(({ name }, i) => this.rows.get(name).root.classList.toggle("begins", begins && i === 0));
      taken += group.length;
    }
  }

  #row(name) {
    const label = element("label", { for: `at-${name}` }, name);
    const slider = element("input", { type: "range", "aria-label": `${name}, slider` });
    const shape = element("button", { type: "button", class: "shape", "aria-pressed": "false", title: "Edit as a grid" });
    const complaint = element("p", { class: "complaint", id: `complaint-${name}`, role: "status" });
    const field = fieldFor(name, "number");
    const lister = element("button", { type: "button", class: "lister", "aria-label": `${name}: type a list`, title: "Type a list" }, "[ ]");
    const reset = element("button", { type: "button", class: "reset", hidden: true }, "↺");
    const root = element("div", { class: "input" }, label, element("span", { class: "slider" }, slider), lister, reset, field, shape, complaint);
    const row = { name, root, label, slider, reset, field, shape, complaint, kind: "number", grid: null };
    reset.addEventListener("click", () => {
      row.field.focus();
      this.question.reset(name);
    });
    shape.addEventListener("click", () => this.#toggleGrid(row));
    const onField = (listener) => (event) => event.target === row.field && listener(event);
    slider.addEventListener("input", () => this.#take(row, Number(slider.value)));
    root.addEventListener("change", () => this.question.commit());
    root.addEventListener("input", onField(() => this.#typed(row)));
    root.addEventListener("keydown", onField((event) => {
      if (row.kind === "number" && event.key === "[") open(event, row, "[");
      else if (this.isMany && row.kind === "number" && event.key in NUDGES && !event.ctrlKey && !event.metaKey && !event.altKey) this.#nudge(event, row);
    }));
    root.addEventListener("paste", onField((event) => {
      const text = event.clipboardData.getData("text");
      if (row.kind === "number" && text.trim().startsWith("[")) {
        open(event, row, text.trim());
        this.#typed(row);
      }
    }));
    lister.addEventListener("click", (event) => open(event, row, `[${row.value ?? ""}]`));
    root.addEventListener("focusout", onField(() => row.value !== undefined && this.#write(row, row)));
    return row;
  }

  #typed(row) {
    const text = row.field.value;
    const { value, problem } = valueTyped(text);
    complain(row, problem ?? "");
    if (value !== undefined) this.#take(row, value);
    fit(row.field);
    widen(row);
  }

  /** Without a slider the field itself moves: by as much as a slider would, with Shift ten times as far. */
  #nudge(event, row) {
    event.preventDefault();
    const step = (reachOf(row.value ?? 0) / STEPS) * (event.shiftKey ? 10 : 1);
    const value = Number(((row.value ?? 0) + NUDGES[event.key] * step).toPrecision(12));
    row.field.value = value;
    this.#take(row, value);
    widen(row);
  }

  /** The text of a list, or its cells, whose script few people need. */
  async #toggleGrid(row) {
    if (row.grid) {
      row.grid.root.remove();
      row.grid = null;
    } else if (isGridded(row.value)) {
      this.work.begin("grid");
      const { Grid } = await import("../late.js").finally(() => this.work.end("grid"));
      row.grid = new Grid(row.name, { changed: (value) => this.#take(row, value), complained: (problem) => complain(row, problem) });
      row.field.after(row.grid.root);
    }
    this.#write(row, row);
  }

  #take(row, value) {
    complain(row, "");
    this.question.moveInput(row.name, value);
  }

  /** A field that is being typed in keeps its text: "1." and "[1,2]" are other spellings of the value. */
  #write(row, { latex, value }) {
    row.value = value;
    if (latex && latex !== row.latex) row.label.replaceChildren(isLong(row.name) ? row.name : formula(latex, row.name));
    row.label.title = isLong(row.name) ? row.name : "";
    row.latex = latex ?? row.latex;
    const typed = valueTyped(row.field.value).value;
    const isKept = document.activeElement === row.field && (typed === undefined || isSame(typed, value));
    if (!isKept) become(row, typeof value === "number" ? "number" : "list");
    if (!isKept) {
      const text = value === undefined ? "" : listTyped(value);
      if (row.field.value !== text) row.field.value = text;
      fit(row.field);
      complain(row, "");
    }
    this.#shape(row, value);
    if (row.kind === "number") this.#slide(row, value);
    widen(row);
  }

  #shape(row, value) {
    row.shape.textContent = isList(value) ? shapeText(shapeOf(value)) : "";
    const isShown = row.grid !== null && isList(value) && isGridded(value);
    if (row.grid && !isShown) {
      row.grid.root.remove();
      row.grid = null;
    }
    row.shape.disabled = !isList(value) || !isGridded(value);
    row.shape.setAttribute("aria-pressed", String(isShown));
    row.shape.setAttribute("aria-label", `${row.name}, ${row.shape.textContent}: edit as a grid`);
    row.field.hidden = isShown;
    if (isShown) row.grid.show(value);
  }

  #slide({ name, slider }, value) {
    const before = this.reaches.get(name) ?? 0;
    const reach = Math.max(before, reachOf(value));
    this.reaches.set(name, reach);
    if (reach !== before) Object.assign(slider, { min: -reach, max: reach, step: reach / STEPS });
    if (slider.valueAsNumber !== value) slider.value = value;
  }
}

const NUDGES = { ArrowUp: 1, ArrowDown: -1 };

/** Fields by the line that reads them first; those of another program than the answer's together. */
function groupsOf(fields, study) {
  const known = new Map(fields.map((field) => [field.name, field]));
  const groups = study ? inputsByLine(study) : [];
  const isOfStudy = groups.flat().length === fields.length && groups.flat().every((name) => known.has(name));
  return isOfStudy ? groups.map((names) => names.map((name) => known.get(name))) : [fields];
}

/** The way back to the value that the text gives, once another was put in its place. */
function offer({ root, reset, name }, own, isMoved) {
  root.classList.toggle("given", own !== undefined);
  reset.hidden = !isMoved || own === undefined;
  if (reset.hidden) return;
  reset.title = `Back to ${listText(own)}, as the text has it`;
  reset.setAttribute("aria-label", `${name}: back to ${listText(own)}, as the text has it`);
}

/** A number's field takes nothing but numbers; a list may take several lines. */
function fieldFor(name, kind) {
  const attributes = {
    id: `at-${name}`, name: parameterOf(name), "aria-label": name, "aria-describedby": `complaint-${name}`, autocomplete: "off", spellcheck: "false",
  };
  if (kind === "number") return element("input", { ...attributes, type: "number", step: "any" });
  return element("textarea", { ...attributes, rows: "1", autocapitalize: "off", placeholder: "1 or [1, 2]" });
}

/** Make a row's field one for this kind of value. */
function become(row, kind) {
  if (row.kind === kind) return;
  const { field } = row;
  row.kind = kind;
  row.root.classList.toggle("list", kind === "list");
  row.field = fieldFor(row.name, kind);
  field.replaceWith(row.field);
}

/** A number's field is opened for a list, with the beginning of one in it. */
function open(event, row, text) {
  event.preventDefault();
  become(row, "list");
  row.field.value = text;
  fit(row.field);
  row.field.focus();
  row.field.setSelectionRange(1, text.endsWith("]") ? text.length - 1 : text.length);
}

/** A long number has a longer field, and all its digits one with smaller type. */
function widen({ root, field, kind }) {
  const width = kind === "number" ? [...field.value].reduce((sum, sign) => sum + (sign >= "0" && sign <= "9" ? DIGIT : DIGIT - 1), 0) : 0;
  root.classList.toggle("lengthy", width > WIDTHS[0]);
  root.classList.toggle("longest", width > WIDTHS[1]);
}

function complain({ complaint, field }, problem) {
  complaint.textContent = problem;
  field.setAttribute("aria-invalid", String(problem !== ""));
}

/** As high as its rows, within the bounds of the styles. */
export function fit(field) {
  if (field.localName !== "textarea") return;
  field.classList.toggle("matrix", /^\s*\[\s*\[/.test(field.value)); // its rows stay on their lines
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);
