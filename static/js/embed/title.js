/** What is shown, and at which point; and the way to the page, at the step where the reader stands. */

import { OF_FORMS, addressOf } from "../state/link.js";
import { $, shrink } from "../text/dom.js";
import { plain, typeset } from "../text/math.js";
import { listText, shapeText, sizeOf } from "../text/nested_lists.js";

const SHORT = 4; // entries of an input that are shown; of a larger one the shape

export class Title {
  reads = ["frame", "study"];

  /** short: the state's short link, where no address says all of it. */
  constructor(root, { short }) {
    Object.assign(this, { short, line: $("h1", root), what: $(".what", root), where: $(".where", root), open: $("#open", root) });
    this.home = this.open && new URL(this.open.href, document.baseURI).origin;
  }

  show(state, { sweep, cursor, length }) {
    if (state.study !== this.study) this.#name(state.study);
    if (!this.open || this.short) return;
    this.open.href = new URL(addressOf({ ...state, ...OF_FORMS, sweep, step: cursor === length ? "end" : cursor }), this.home);
  }

  #name(study) {
    this.study = study;
    this.#write();
    const values = study.inputs.map(({ shape, value }) => (sizeOf(shape) <= SHORT ? listText(value) : shapeText(shape)));
    this.where.textContent = values.length ? `at ${values.length > 1 ? `(${values.join(", ")})` : values[0]}` : "";
  }

  #write() {
    typeset(this.what, this.study.formula.at(-1), this.study.program);
  }

  fit() {
    if (this.fitted === this.line.clientWidth) return;
    this.fitted = this.line.clientWidth;
    this.where.hidden = false;
    this.#write();
    if (shrink(this.line)) return;
    this.where.hidden = true;
    if (!shrink(this.line)) plain(this.what, this.study.program.trim().split("\n").at(-1)); // a formula would be cut anywhere
  }
}
