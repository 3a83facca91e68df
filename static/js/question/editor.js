/** The program's text field, the place of an error in it, and the program as it was understood. */

import { $, formula, shrink } from "../text/dom.js";
import { withoutNoise } from "./pasted_code.js";
import { spread } from "../text/text_place.js";
import { Pulling } from "./number_drag.js";
import { replace, rewrite } from "./undoable_edit.js";
import { ProblemBox } from "./problem_box.js";

export class Editor {
  reads = ["study", "problem", "edit"];
  #lastEdit = null;
  #hushed = false;

  /** `question` is handed the text at every change, and the values of pasted code. */
  constructor(root, question) {
    this.root = root;
    this.question = question;
    this.field = $("textarea", root);
    this.marks = $(".marks", root);
    this.handles = $(".handles", root);
    this.understood = $("#understood");
    this.dropped = $("#dropped");
    this.problemBox = new ProblemBox($("#problem"), { apply: (stretch) => replace(this.field, stretch) });
    const hush = (work) => this.#hush(work);
    this.pulling = new Pulling(root, { field: this.field, layer: this.handles, hush, ended: () => question.commit() });
    this.field.addEventListener("input", () => {
      this.#fit();
      this.#clear();
      this.dropped.textContent = "";
      if (!this.#hushed) question.edit(this.field.value, this.pulling.isPulling);
    });
    this.field.addEventListener("paste", (event) => this.#paste(event));
    this.field.addEventListener("change", () => question.commit());
    this.field.addEventListener("scroll", () => this.#scroll());
    this.#fit();
  }

  /** Show a program, its problem if there is one, and how it was understood; an edit is made as if it were typed. */
  show({ program, problem, study, edit }) {
    if (this.field.value !== program.replace(/\r\n?/g, "\n")) this.#hush(() => rewrite(this.field, program));
    if (problem !== this.problem) this.#showProblem(problem);
    this.understood.hidden = !study;
    if (study && study !== this.study) {
      if (String(study.formula) !== String(this.study?.formula)) this.#understand(study);
      this.study = study;
    }
    if (edit !== this.#lastEdit) {
      this.#lastEdit = edit;
      replace(this.field, edit);
    }
  }

  #understand({ formula: lines, program }) {
    this.understood.replaceChildren(...lines.map((latex) => formula(latex, program, { class: "line whole" })));
    const shown = [...this.understood.children];
    for (const line of shown) line.classList.toggle("whole", shrink(line)); // else it is broken
    const isSmall = shown.some((line) => $(".mtable", line)); // a matrix: data leaves room for the point
    for (const size of ["long", "longer"]) {
      const isOne = isSmall || shown.some((line) => line.classList.contains(size));
      for (const line of shown) line.classList.toggle(size, isOne); // all lines are of one size
    }
  }

  /** Of pasted code only the mathematics is put into the text, and the rest is named. */
  #paste(event) {
    const { text, dropped, inputs } = withoutNoise(event.clipboardData.getData("text"));
    if (!dropped.length) return;
    event.preventDefault();
    this.question.bind(inputs);
    replace(this.field, { start: this.field.selectionStart, end: this.field.selectionEnd, text });
    this.dropped.textContent = `Left out: ${dropped.join("; ")}.`;
  }

  #showProblem(problem) {
    this.problem = problem;
    this.root.classList.toggle("wrong", Boolean(problem));
    this.field.setAttribute("aria-invalid", String(Boolean(problem)));
    this.#clear();
    this.problemBox.show(problem, this.field.value);
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
    this.problemBox.clear();
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
