/** The phone's line over the picture: what is shown, and where. */

import { $, formula, shrink } from "../text/dom.js";
import { listText, shapeText, sizeOf } from "../text/nested_lists.js";

const FEW = 8; // inputs whose values are shown; of more their number
const SHORT = 4; // entries of an input that are shown; of a larger one the shape

export class Summary {
  reads = ["study"];

  /** Shown where `narrow` matches. */
  constructor(root, narrow) {
    this.narrow = narrow;
    this.line = $("p", root);
    this.formula = $(".what", root);
    this.point = $(".where", root);
  }

  show({ study }) {
    if (!this.narrow.matches) return;
    this.formula.replaceChildren(formula(study.formula.at(-1), study.program));
    const values = study.inputs.map(({ shape, value }) => (sizeOf(shape) <= SHORT ? listText(value) : shapeText(shape)));
    const at = values.length > 1 ? `(${values.join(", ")})` : values[0];
    const lines = study.formula.length;
    const count = lines === 1 ? "1 line" : `${lines} lines`;
    this.point.textContent = values.length > FEW ? `${count}, ${values.length} inputs` : values.length ? `at ${at}` : "";
    this.point.hidden = false;
    if (shrink(this.line)) return;
    this.point.hidden = true; // the formula tells more
    if (shrink(this.line)) return;
    this.point.hidden = false;
    this.formula.textContent = count;
    shrink(this.line);
  }
}
