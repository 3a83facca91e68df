/** The program's text field, the place of an error in it, and the program as it was understood. */

import { $, formula, shrink } from "../text/dom.js";
import { withoutNoise } from "./pasted_code.js";
import { spread } from "../text/text_place.js";
import { Pulling } from "./number_drag.js";
import { replace, rewrite } from "./undoable_edit.js";
import { Told } from "./error.js";

export class Editor {
  #hushed = false;

  /** `edited(program, isPulled)` on every change of the text, `committed()` when it is finished; `bound(inputs)`: pasted code gives these values. */
  constructor(root, { edited, committed, bound }) {
    this.root = root;
    this.bound = bound;
    this.field = $("textarea", root);
    this.marks = $(".marks", root);
    this.handles = $(".handles", root);
    this.understood = $("#understood");
    this.dropped = $("#dropped");
    this.told = new Told($("#problem"), { apply: (fix) => this.change(fix) });
    const hush = (work) => this.#hush(work);
    this.pulling = new Pulling(root, { field: this.field, layer: this.handles, hush, ended: committed });
    this.field.addEventListener("input", () => {
      this.#fit();
      this.#clear();
      this.dropped.textContent = "";
      if (!this.#hushed) edited(this.field.value, this.pulling.isPulling);
    });
    this.field.addEventListener("paste", (event) => this.#paste(event));
    this.field.addEventListener("change", committed);
    this.field.addEventListener("scroll", () => this.#scroll());
    this.#fit();
  }

  /** Change a stretch of the text, as if it were typed. */
  change(fix) {
    replace(this.field, fix);
  }

  /** Show a program, its problem if there is one, and how it was understood. */
  show({ program, problem, study }) {
    if (this.field.value !== program.replace(/\r\n?/g, "\n")) this.#hush(() => rewrite(this.field, program));
    if (problem !== this.problem) this.#tell(problem);
    this.understood.hidden = !study;
    if (study && study !== this.study) {
      if (String(study.formula) !== String(this.study?.formula)) this.#understand(study);
      this.study = study;
    }
  }

  #understand({ formula: lines, program }) {
    this.understood.replaceChildren(...lines.map((latex) => formula(latex, program, { class: "line whole" })));
    const made = [...this.understood.children];
    for (const line of made) line.classList.toggle("whole", shrink(line)); // else it is broken
    const isSmall = lines.some((latex) => latex.includes("bmatrix")); // data leaves room for the point
    for (const size of ["long", "longer"]) {
      const isOne = isSmall || made.some((line) => line.classList.contains(size));
      for (const line of made) line.classList.toggle(size, isOne); // all lines are of one size
    }
  }

  /** Of pasted code only the mathematics is put into the text, and the rest is named. */
  #paste(event) {
    const { text, dropped, inputs } = withoutNoise(event.clipboardData.getData("text"));
    if (!dropped.length) return;
    event.preventDefault();
    this.bound(inputs);
    replace(this.field, { start: this.field.selectionStart, end: this.field.selectionEnd, text });
    this.dropped.textContent = `Left out: ${dropped.join("; ")}.`;
  }

  #tell(problem) {
    this.problem = problem;
    this.root.classList.toggle("wrong", Boolean(problem));
    this.field.setAttribute("aria-invalid", String(Boolean(problem)));
    this.#clear();
    this.told.show(problem, this.field.value);
    if (problem?.line) this.#mark(problem);
  }

  #mark(problem) {
    const [before, marked, after] = spread(this.field.value, problem);
    const place = document.createElement("mark");
    place.textContent = marked || "\u00a0";
    this.marks.replaceChildren(before, place, after);
    this.#scroll();
  }

  /** A place is marked, and a fix offered, only in the text that it was found in. */
  #clear() {
    this.marks.replaceChildren();
    this.told.clear();
  }

  #hush(work) {
    this.#hushed = true;
    work();
    this.#hushed = false;
  }

  #scroll() {
    this.marks.scrollTop = this.handles.scrollTop = this.field.scrollTop;
  }

  /** As tall as its text, within the bounds of the styles. */
  #fit() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
    this.pulling.show(this.field.value);
    this.#scroll();
  }
}
