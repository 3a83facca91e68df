/** The direction of one forward pass: a field per input, where an empty one does not move. */

import { $, element, formula } from "../text/dom.js";
import { inHue } from "../text/parts.js";
import { fit } from "./inputs.js";
import { listTyped, shapeOf, shapeWords } from "../text/nested_lists.js";
import { valueTyped } from "../text/parse_value.js";

export class Direction {
  reads = ["study", "direction"];

  /** `question` is handed input name → tangent, or null where no field holds one. */
  constructor(root, question) {
    this.question = question;
    this.opened = $("details", root);
    this.fields = $(".fields", root);
    this.none = $(".none", root);
    this.rows = new Map();
    this.root = root;
    this.opened.addEventListener("toggle", () => this.#fill());
    this.none.addEventListener("click", () => {
      question.direct(null);
      $("textarea", this.fields)?.focus();
    });
  }

  show({ study, direction }) {
    const isNew = direction && !this.direction;
    Object.assign(this, { study, direction });
    this.root.hidden = study.inputs.length === 0;
    this.none.hidden = !direction;
    if (isNew) this.opened.open = true;
    this.#fill();
  }

  #fill() {
    if (!this.opened.open || !this.study) return;
    const names = this.study.inputs.map((input) => input.name).join();
    if (names !== this.names) {
      this.names = names;
      this.rows = new Map(this.study.inputs.map((input) => [input.name, this.#row(input)]));
      this.fields.replaceChildren(...[...this.rows.values()].map((row) => row.root));
    }
    for (const { name, shape } of this.study.inputs) this.#write(this.rows.get(name), shape);
  }

  #row({ name, tangent }) {
    const label = element("label", { for: `v-${name}` }, formula(inHue("tangent", tangent), `direction of ${name}`));
    const complaint = element("p", { class: "complaint", id: `v-complaint-${name}`, role: "status" });
    const field = element("textarea", {
      id: `v-${name}`, rows: "1", "aria-describedby": complaint.id, placeholder: "0", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    });
    const row = { name, field, complaint, root: element("div", { class: "input list" }, label, field, complaint) };
    field.addEventListener("input", () => this.#typed(row));
    field.addEventListener("blur", () => this.#write(row));
    return row;
  }

  #typed(row) {
    fit(row.field);
    const isEmpty = row.field.value.trim() === "";
    const { value, problem } = isEmpty ? {} : valueTyped(row.field.value);
    const fits = value === undefined || String(shapeOf(value)) === String(row.shape);
    complain(row, problem ?? (fits ? "" : `${row.name} has ${shapeWords(row.shape).replace("a number", "one number")}; so must its direction.`));
    if (!fits || (value === undefined && !isEmpty)) return;
    const { [row.name]: before, ...others } = this.direction ?? {};
    const direction = isEmpty ? others : { ...others, [row.name]: value };
    if (!isEmpty || before !== undefined) this.question.direct(Object.keys(direction).length ? direction : null);
  }

  /** A field that is being typed in keeps its text. */
  #write(row, shape = row.shape) {
    row.shape = shape;
    if (document.activeElement === row.field) return;
    const value = this.direction?.[row.name];
    const text = value === undefined ? "" : listTyped(value);
    if (row.field.value !== text) row.field.value = text;
    fit(row.field);
    complain(row, "");
  }
}

function complain({ complaint, field }, problem) {
  complaint.textContent = problem;
  field.setAttribute("aria-invalid", String(problem !== ""));
}
