/** The phone's line over the picture: what is shown, and where. */

import { $, formula, shrink } from "./dom.js";
import { listText } from "./lists.js";

export class Summary {
  constructor(root) {
    this.line = $("p", root);
    this.formula = $(".what", root);
    this.point = $(".where", root);
  }

  show({ study }) {
    if (study === this.study) return;
    this.study = study;
    this.formula.replaceChildren(formula(study.formula.at(-1), study.program));
    const values = study.inputs.map((input) => listText(input.value));
    const at = values.length > 1 ? `(${values.join(", ")})` : values[0];
    this.point.textContent = values.length ? `at ${at}` : "";
    shrink(this.line);
  }
}
