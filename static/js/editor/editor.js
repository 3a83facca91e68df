/** The program's text field, the place of an error in it, and the program as it was understood. */

import { $ } from "../text/dom.js";
import { isCode } from "../text/names.js";
import { spread } from "../text/text_place.js";
import { Gutter } from "./gutter.js";
import { listenToIndentation } from "./indentation.js";
import { OpenedFile } from "./opened_file.js";
import { Pulling } from "./number_drag.js";
import { replace, rewrite } from "../text/undoable_edit.js";
import { ProblemBox } from "./problem_box.js";
import { Understood } from "./understood.js";

export class Editor {
  reads = ["study", "problem", "edit", "pointed", "form"];
  #lastEdit = null;
  #lastPointed = null;
  #hushed = false;

  /** `question` is handed the text at every change. */
  constructor(root, question) {
    this.root = root;
    this.question = question;
    this.field = $("textarea", root);
    this.marks = $(".marks", root);
    this.handles = $(".handles", root);
    this.understood = new Understood($("#understood"));
    this.problemBox = new ProblemBox($("#problem"), { apply: (stretch) => replace(this.field, stretch) });
    const hush = (work) => this.#hush(work);
    this.pulling = new Pulling(root, { field: this.field, layer: this.handles, hush, ended: () => question.commit() });
    this.gutter = new Gutter(root, this.field, $(".gutter", root));
    listenToIndentation(this.field, () => this.#holdsCode());
    const told = $("#file-told");
    new OpenedFile(root, {
      button: $("#open-file"), picker: $("#file"), tell: (sentence) => (told.textContent = sentence), open: (search) => question.open(search),
      take: (text, form) => {
        replace(this.field, { start: 0, end: this.field.value.length, text });
        if (form) question.readAs(form);
      },
    });
    this.field.addEventListener("input", () => {
      this.#fit();
      this.#clear();
      if (this.#hushed) return;
      told.textContent = "";
      question.edit(this.field.value, this.pulling.isPulling);
    });
    this.field.addEventListener("change", () => question.commit());
    this.field.addEventListener("scroll", () => this.#scroll());
    this.#fit();
  }

  /** Show a program, its problem if there is one, and how it was understood; an edit is made as if it were typed. */
  show({ program, problem, study, edit, pointed, form }) {
    this.form = form;
    if (this.field.value !== program.replace(/\r\n?/g, "\n")) this.#hush(() => rewrite(this.field, program));
    if (problem !== this.problem) this.#showProblem(problem);
    this.understood.root.hidden = !study;
    if (study && study !== this.study) {
      if (String(study.formula) !== String(this.study?.formula)) this.understood.show(study);
      this.study = study;
      this.gutter.show(this.field.value, study);
    }
    if (edit !== this.#lastEdit) {
      this.#lastEdit = edit;
      replace(this.field, edit);
    }
    if (pointed !== this.#lastPointed) {
      this.#lastPointed = pointed;
      this.#select(pointed);
    }
  }

  /** The text at a place is selected, and in sight. */
  #select(place) {
    const [before, marked] = spread(this.field.value, place);
    this.field.focus();
    this.field.setSelectionRange(before.length, before.length + marked.length);
    this.root.scrollIntoView({ block: "nearest" });
    const line = this.gutter.layer.children[place.line - 1];
    if (line) this.field.scrollTop = Math.max(0, line.offsetTop - this.field.clientHeight / 2);
  }

  #holdsCode() {
    return (this.form ?? (this.study?.program === this.field.value ? this.study.read_as : null)) === "python" || isCode(this.field.value);
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
    this.marks.replaceChildren(before, place, `${after}\n`); // an empty last line counts as in the field
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
    this.gutter.scroll(this.field.scrollTop);
  }

  /** As tall as its text, within the bounds of the styles. */
  #fit() {
    this.gutter.show(this.field.value, this.study ?? null);
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
    this.pulling.show(this.field.value);
    this.#scroll();
  }
}
