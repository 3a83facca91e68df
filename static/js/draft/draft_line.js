/**
 * The line in the header that offers a person's own text while somebody else's is shown. What is typed is kept as it is typed; each
 * text that was opened begins a draft of its own, so that no link, example or file takes the place of one.
 */

import { OF_FORMS, addressOf } from "../state/link.js";
import { element } from "../text/dom.js";
import { KeptDrafts, offered, when } from "./kept_drafts.js";

const REFUSED = "This browser keeps nothing for this page: your own text is lost when another is opened.";

export class DraftLine {
  reads = ["program", "study"];
  #id = null; // of the draft that is being typed
  #typed = null; // what was typed last
  #isTold = false;

  /** `root` is the header, `question` what opens a draft. */
  constructor(root, { store, question }) {
    Object.assign(this, { store, question, kept: new KeptDrafts(() => localStorage) });
    this.words = element("span", { role: "status" });
    this.back = element("button", { type: "button", class: "link" }, "bring it back");
    this.remove = element("button", { type: "button", class: "link" }, "remove it");
    this.line = element("p", { class: "draft", hidden: true }, this.words, " ", this.back, " ", this.remove);
    root.querySelector(".tagline").after(this.line);
    this.back.addEventListener("click", () => this.#bringBack());
    this.remove.addEventListener("click", () => this.#remove());
  }

  /** After a change of the question: what is typed, and the point at which it is looked at, is kept. */
  note(change) {
    const { program } = this.store.state;
    if (change === "program") this.#begin(program);
    if (program !== this.#typed || !program.trim()) return;
    const { at, form, inputs, names } = this.question.shared();
    const state = { program, at, form, inputs, names, sweep: null, step: "end", share: true, jacobians: "numerator", ...OF_FORMS };
    const isKept = this.kept.keep({ id: this.#id, program, search: addressOf(state).slice(1), saved: Date.now() });
    if (!isKept && !this.#isTold) this.#tell(REFUSED);
    this.#isTold ||= !isKept;
  }

  #begin(program) {
    this.#id ??= crypto.randomUUID?.() ?? String(Date.now());
    this.#typed = program;
  }

  show({ program }) {
    if (program !== this.#typed) this.#id = this.#typed = null; // another text was opened
    this.draft = offered(this.#typed === null ? this.kept.all() : [], program);
    if (this.draft) this.#tell(`Your own text from ${when(this.draft.saved)}:`);
    else if (!this.#isTold) this.line.hidden = true;
  }

  #tell(sentence) {
    this.words.textContent = sentence;
    for (const button of [this.back, this.remove]) button.hidden = sentence === REFUSED;
    this.line.hidden = false;
  }

  #bringBack() {
    const { id, program, search } = this.draft;
    this.question.open(search);
    this.#id = id;
    this.#typed = program;
    this.line.hidden = true;
    document.querySelector("#editor textarea").focus();
  }

  #remove() {
    this.kept.forget(this.draft.id);
    this.show(this.store.state);
    if (this.line.hidden) document.querySelector("#main").focus({ preventScroll: true });
  }
}
