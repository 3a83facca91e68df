/** The program's text field, the place of an error in it, and the program as it was understood. */

import { $, formula, shrink } from "./dom.js";
import { spread, toldOf } from "./place.js";

export class Editor {
  constructor(root, { edited, committed }) {
    this.root = root;
    this.field = $("textarea", root);
    this.marks = $(".marks", root);
    this.told = $("#problem");
    this.understood = $("#understood");
    this.field.addEventListener("input", () => {
      this.#fit();
      this.#clear();
      edited(this.field.value);
    });
    this.field.addEventListener("change", committed);
    this.field.addEventListener("scroll", () => (this.marks.scrollTop = this.field.scrollTop));
    this.#fit();
  }

  /** Show a program, its problem if there is one, and how it was understood. */
  show({ program, problem, study }) {
    if (this.field.value !== program) {
      this.field.value = program;
      this.#fit();
    }
    if (problem !== this.problem) this.#tell(problem);
    this.understood.hidden = Boolean(problem) || !study;
    if (study && study !== this.study) {
      this.understood.replaceChildren(...study.formula.map((latex) => formula(latex, study.program, { class: "line whole" })));
      study.formula.forEach((latex, i) => {
        const line = this.understood.children[i];
        line.classList.toggle("whole", shrink(line)); // else it is broken
        line.classList.toggle("longer", latex.includes("bmatrix") || line.classList.contains("longer")); // data leaves room for the point
      });
      this.study = study;
    }
  }

  #tell(problem) {
    this.problem = problem;
    this.root.classList.toggle("wrong", Boolean(problem));
    this.field.setAttribute("aria-invalid", String(Boolean(problem)));
    this.told.hidden = !problem;
    this.#clear();
    const { what, where, hint } = problem ? toldOf(problem, this.field.value) : { what: "", where: "", hint: "" };
    $(".what", this.told).textContent = what;
    $(".where", this.told).textContent = where;
    $(".hint", this.told).textContent = hint;
    if (problem?.line) this.#mark(problem);
  }

  #mark(problem) {
    const [before, marked, after] = spread(this.field.value, problem);
    const place = document.createElement("mark");
    place.textContent = marked || "\u00a0";
    this.marks.replaceChildren(before, place, after);
    this.marks.scrollTop = this.field.scrollTop;
  }

  /** A place is marked only in the text that it was found in. */
  #clear() {
    this.marks.replaceChildren();
  }

  /** As tall as its text, within the bounds of the styles. */
  #fit() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }
}
