/** How the text was read: in which form, what was left out of it, and what else a reader must know, with the other reading to choose. */

import { $, element } from "../text/dom.js";
import { lineList } from "../study/line_marks.js";
import { recall, remember } from "../text/local_storage.js";

const FORMS = { plain: "plain text", python: "Python", latex: "LaTeX" };
const HIDDEN = "marks-hidden"; // what the browser remembers
const SEEN_ELSEWHERE = new Set(["input", "data"]); // the switches say it

export class Reading {
  reads = ["study", "form", "problem"];
  #said = null;

  /** `question` is told the form that is chosen, a fix, and the place that a note is about. */
  constructor(root, question) {
    Object.assign(this, { question, notes: $(".notes", root), announcement: $("#reading-said") });
    this.list = $(".told", this.notes);
    this.out = $("details", this.notes);
    this.editor = $("#editor", root);
    this.switch = $(".left-out > button", this.notes);
    this.switch.addEventListener("click", () => this.#mark(this.editor.classList.contains("unmarked")));
    this.#mark(recall(HIDDEN) === null);
    this.choice = $("#read-as");
    this.choice.addEventListener("change", () => question.readAs(this.choice.value || null));
  }

  show({ study, form, problem }) {
    this.#offer(form, study?.read_as);
    const notes = study && !problem ? study.notes.filter(({ kind }) => !SEEN_ELSEWHERE.has(kind)) : [];
    const key = JSON.stringify([study?.read_as, notes, form]);
    if (key === this.key) return;
    this.key = key;
    this.notes.hidden = !notes.length;
    const [out, others] = [notes.filter(({ kind }) => kind === "left out"), notes.filter(({ kind }) => kind !== "left out")];
    this.list.replaceChildren(...others.map((note) => this.#note(note)));
    this.#leftOut(out);
    if (study && !problem) this.#say(`Read as ${FORMS[study.read_as]}.${out.length ? ` Left out: ${linesOf(out)}.` : ""}${others.map(({ message }) => ` ${message}.`).join("")}`);
  }

  /** Whether what is left out is struck, and words stand beside the lines. */
  #mark(isMarked) {
    this.editor.classList.toggle("unmarked", !isMarked);
    this.switch.textContent = isMarked ? "Hide the marks" : "Show the marks";
    remember(HIDDEN, isMarked ? null : "true");
  }

  #offer(form, seen) {
    const options = form ? [...Object.entries(FORMS), ["", "what it looks like"]] : [["", FORMS[seen] ?? "what it looks like"], ...Object.entries(FORMS).filter(([key]) => key !== seen)];
    const key = options.join();
    if (key !== this.offered) this.choice.replaceChildren(...options.map(([value, text]) => element("option", { value }, text)));
    this.offered = key;
    this.choice.value = form ?? "";
  }

  #note({ line, column, length, message, fix }) {
    const item = element("li", {}, this.#way({ line, column, length }, `line ${line}`), `: ${message}.`);
    if (fix) {
      const button = element("button", { type: "button", class: "apply" }, "Read instead: ", element("code", {}, fix.label));
      button.addEventListener("click", () => this.question.apply(fix));
      item.append(" ", button);
    }
    return item;
  }

  /** The lines by their reason; a line is a way to its place. */
  #leftOut(notes) {
    this.out.hidden = !notes.length;
    this.switch.hidden = !notes.length && !this.editor.classList.contains("unmarked"); // who hid them finds them again
    if (!notes.length) return;
    const reasons = Map.groupBy(notes, ({ message }) => message);
    $("summary", this.out).replaceChildren(element("b", {}, "Left out: "), linesOf(notes));
    $("ul", this.out).replaceChildren(...[...reasons].map(([message, places]) => element("li", {}, ...places.flatMap((place, i) => [i ? " " : "", this.#way(place, i ? `${place.line}` : `line ${place.line}`)]), `: ${message}`)));
  }

  #way({ line, column, length }, text) {
    const button = element("button", { type: "button", class: "link" }, text);
    button.addEventListener("click", () => this.question.pointTo({ line, column, length }));
    return button;
  }

  /** Once, and politely; what the first screen says stands there to be read. */
  #say(sentence) {
    if (this.#said !== null && this.#said !== sentence) this.announcement.textContent = sentence;
    this.#said = sentence;
  }
}

function linesOf(notes) {
  const lines = notes.map(({ line }) => line);
  return `${new Set(lines).size > 1 ? "lines" : "line"} ${lineList(lines)}`;
}
