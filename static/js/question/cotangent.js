/** The cotangent: how the entries of an output that is no single number are weighed, so that one reverse sweep can start. */

import { $, formula } from "../text/dom.js";
import { inHue } from "../text/parts.js";
import { filled, listTyped, shapeOf, shapeWords, sizeOf } from "../text/nested_lists.js";
import { valueTyped } from "../text/parse_value.js";

const SPELLED = 6; // entries of a cotangent that the empty field spells out as an example

export class Cotangent {
  reads = ["study", "cotangent", "frame"];

  /** `button` seeds with ones where there are no steps. */
  constructor(root, button, question) {
    Object.assign(this, { root, button, question });
    this.label = $("label", root);
    this.field = $("textarea", root);
    this.complaint = $(".complaint", root);
    this.ones = $(".ones", root);
    this.none = $(".none", root);
    const seed = () => question.seed(filled(shapeOf(this.study.value), 1));
    button.addEventListener("click", seed);
    this.ones.addEventListener("click", seed);
    this.none.addEventListener("click", () => {
      question.seed(null);
      this.field.focus();
    });
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("blur", () => this.#write());
  }

  show({ study, cotangent }, frame) {
    Object.assign(this, { study, cotangent });
    const isScalar = study.gradient !== null;
    this.root.hidden = isScalar && cotangent === null;
    this.button.hidden = isScalar || frame.sweep !== "reverse" || frame.length > 0;
    this.none.hidden = cotangent === null;
    if (this.root.hidden) return;
    this.label.replaceChildren(formula(inHue("adjoint", study.result.adjoint), "cotangent"));
    const shape = shapeOf(study.value);
    this.field.placeholder = sizeOf(shape) <= SPELLED ? listTyped(filled(shape, 1)).replaceAll("\n", "") : "";
    if (document.activeElement !== this.field) this.#write();
  }

  #typed() {
    const { value, problem } = valueTyped(this.field.value);
    const shape = shapeOf(this.study.value);
    const fits = value === undefined || String(shapeOf(value)) === String(shape);
    this.#complain(problem ?? (fits ? "" : `The output has ${shapeWords(shape)}; so must the cotangent.`));
    if (value !== undefined && fits) this.question.seed(value);
  }

  #write() {
    this.field.value = this.cotangent === null ? "" : listTyped(this.cotangent);
    this.#complain("");
  }

  #complain(problem) {
    this.complaint.textContent = problem;
    this.field.setAttribute("aria-invalid", String(problem !== ""));
  }
}
