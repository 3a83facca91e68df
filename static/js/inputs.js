/** The point: a slider and a number field for every input. */

import { element, formula } from "./dom.js";
import { parameterOf } from "./link.js";
import { reachOf } from "./point.js";

export class Inputs {
  /** `moved(name, value)` on every change of a value, `committed()` when one is finished. */
  constructor(root, { moved, committed }) {
    Object.assign(this, { root, moved, committed });
    this.rows = new Map();
    this.reaches = new Map();
  }

  show({ study, at }) {
    const names = study.inputs.map((input) => input.name).join();
    if (names !== this.names) {
      this.names = names;
      this.rows = new Map(study.inputs.map((input) => [input.name, this.#row(input)]));
      this.root.replaceChildren(...[...this.rows.values()].map((row) => row.root));
    }
    for (const input of study.inputs) this.#write(this.rows.get(input.name), input.name, at[input.name] ?? input.value);
  }

  #row({ name, latex }) {
    const label = formula(latex, name);
    const parameter = parameterOf(name);
    const slider = element("input", { type: "range", "aria-label": `${name}, slider` });
    const field = element("input", {
      type: "number", step: "any", required: true, autocomplete: "off", id: `at-${name}`, name: parameter, "aria-label": name,
    });
    const root = element("div", { class: "input" });
    root.append(element("label", { for: field.id }, label), element("span", { class: "slider" }, slider), field);
    const row = { root, slider, field };
    slider.addEventListener("input", () => this.moved(name, Number(slider.value)));
    slider.addEventListener("change", this.committed);
    field.addEventListener("input", () => {
      if (field.value !== "" && field.validity.valid) this.moved(name, Number(field.value));
    });
    field.addEventListener("change", this.committed);
    field.addEventListener("blur", () => this.#write(row, name, row.value));
    return row;
  }

  /** A field that is being typed in keeps its text: "1." and "-0" are on their way to a number. */
  #write(row, name, value) {
    row.value = value;
    const isTyping = document.activeElement === row.field && row.field.value !== "" && Number(row.field.value) === value;
    if (!isTyping && !(document.activeElement === row.field && row.field.value === "")) row.field.value = String(value);
    const reach = Math.max(this.reaches.get(name) ?? 0, reachOf(value));
    this.reaches.set(name, reach);
    row.slider.min = -reach;
    row.slider.max = reach;
    row.slider.step = reach / 50;
    row.slider.value = value;
  }
}
