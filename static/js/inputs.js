/** The point: a field for every input, for a number with a slider beside it, for a vector or matrix with room for its rows. */

import { element, formula } from "./dom.js";
import { parameterOf } from "./link.js";
import { isList, listTyped, shapeOf, shapeText } from "./lists.js";
import { fieldsOf, reachOf } from "./point.js";
import { valueTyped } from "./typed.js";

const STEPS = 50; // from the middle of a slider to its end

export class Inputs {
  /** `moved(name, value)` on every change of a value, `committed()` when one is finished. */
  constructor(root, { moved, committed }) {
    Object.assign(this, { root, moved, committed });
    this.section = root.parentElement;
    this.rows = new Map();
    this.reaches = new Map();
  }

  show(state) {
    const fields = fieldsOf(state);
    const names = fields.map((field) => field.name).join();
    if (names !== this.names) {
      this.names = names;
      this.rows = new Map(fields.map(({ name }) => [name, this.rows.get(name) ?? this.#row(name)]));
      const none = element("p", { class: "note" }, "The program reads no inputs.");
      this.root.replaceChildren(...(fields.length ? [...this.rows.values()].map((row) => row.root) : [none]));
    }
    for (const field of fields) this.#write(this.rows.get(field.name), field);
    this.section.classList.toggle("asking", fields.length > 0);
  }

  #row(name) {
    const label = element("label", { for: `at-${name}` }, name);
    const slider = element("input", { type: "range", "aria-label": `${name}, slider` });
    const shape = element("span", { class: "shape note" });
    const told = element("p", { class: "told", id: `told-${name}`, role: "status" });
    const field = fieldFor(name, "number");
    const root = element("div", { class: "input" }, label, element("span", { class: "slider" }, slider), field, shape, told);
    const row = { name, root, label, slider, field, shape, told, kind: "number" };
    const onField = (listener) => (event) => event.target === row.field && listener(event);
    slider.addEventListener("input", () => this.#take(row, Number(slider.value)));
    root.addEventListener("change", this.committed);
    root.addEventListener("input", onField(() => this.#typed(row)));
    root.addEventListener("keydown", onField((event) => this.#stepped(event, row)));
    root.addEventListener("focusout", onField(() => row.value !== undefined && this.#write(row, row)));
    return row;
  }

  #typed(row) {
    const text = row.field.value;
    const { value, problem } = valueTyped(text);
    if (text.includes("[")) become(row, "list");
    tell(row, problem ?? "");
    if (value !== undefined) this.#take(row, value);
    fit(row.field);
  }

  #take(row, value) {
    tell(row, "");
    this.moved(row.name, value);
  }

  /** Up and down move a number by a step of its slider. */
  #stepped(event, row) {
    const sign = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!sign || typeof row.value !== "number") return;
    event.preventDefault();
    const step = Number(row.slider.step);
    this.#take(row, Number(((Math.round(row.value / step) + sign) * step).toPrecision(12)));
  }

  /** A field that is being typed in keeps its text: "1." and "[1,2]" are other spellings of the value. */
  #write(row, { latex, value }) {
    row.value = value;
    if (latex && latex !== row.latex) row.label.replaceChildren(formula(latex, row.name));
    row.latex = latex ?? row.latex;
    const typed = valueTyped(row.field.value).value;
    const isKept = document.activeElement === row.field && (typed === undefined || isSame(typed, value));
    if (!isKept || typed !== undefined) become(row, typeof value === "number" ? "number" : "list");
    if (!isKept) {
      const text = value === undefined ? "" : listTyped(value);
      if (row.field.value !== text) row.field.value = text;
      fit(row.field);
      tell(row, "");
    }
    row.shape.textContent = isList(value) ? shapeText(shapeOf(value)) : "";
    if (row.kind === "number") this.#slide(row, value);
  }

  #slide({ name, field, slider }, value) {
    field.setAttribute("aria-valuenow", value);
    const reach = Math.max(this.reaches.get(name) ?? 0, reachOf(value));
    this.reaches.set(name, reach);
    Object.assign(slider, { min: -reach, max: reach, step: reach / STEPS });
    slider.value = value;
  }
}

/** A number stands on one line and is moved by the arrow keys; a list may take several. */
function fieldFor(name, kind) {
  const attributes = {
    id: `at-${name}`, name: parameterOf(name), "aria-label": name, "aria-describedby": `told-${name}`, autocomplete: "off", spellcheck: "false",
  };
  if (kind === "number") return element("input", { ...attributes, type: "text", role: "spinbutton" });
  return element("textarea", { ...attributes, rows: "1", autocapitalize: "off", placeholder: "1, or [1, 2], or [[1, 2], [3, 4]]" });
}

/** Make a row's field one for this kind of value; what is typed in it goes on where it was. */
function become(row, kind) {
  row.root.classList.toggle("list", kind === "list");
  row.slider.parentElement.hidden = kind === "list";
  if (row.kind === kind) return;
  const { field } = row;
  const isTyping = document.activeElement === field;
  const place = field.selectionStart;
  row.kind = kind;
  row.field = fieldFor(row.name, kind);
  row.field.value = field.value;
  field.replaceWith(row.field);
  if (!isTyping) return;
  row.field.focus();
  row.field.setSelectionRange(place, place);
}

function tell({ told, field }, problem) {
  told.textContent = problem;
  field.setAttribute("aria-invalid", String(problem !== ""));
}

/** As high as its rows, within the bounds of the styles. */
function fit(field) {
  if (field.localName !== "textarea") return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);
