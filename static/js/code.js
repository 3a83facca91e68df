/** The same computation as PyTorch and JAX code, fetched when its tab is opened; it can be copied. */

import { $, $$ } from "./dom.js";
import { Drawer } from "./drawer.js";

export class Code {
  constructor(panel, { api, work }) {
    this.text = $("pre", panel);
    this.told = $("[role=status]", panel);
    this.choices = $$(".libraries button", panel);
    this.code = {};
    this.library = "pytorch";
    this.drawer = new Drawer(panel, { api, work, part: "code", paint: (body, { code }) => this.#take(body, code) });
    for (const choice of this.choices) choice.addEventListener("click", () => this.#choose(choice.value));
    $(".copy", panel).addEventListener("click", () => this.#copy());
  }

  show(state) {
    this.drawer.show(state);
  }

  #take(body, code) {
    this.code = code;
    body.replaceChildren(this.text);
    this.#choose(this.library);
  }

  #choose(library) {
    this.library = library;
    for (const choice of this.choices) choice.setAttribute("aria-pressed", String(choice.value === library));
    this.text.textContent = this.code[library] ?? "";
    this.text.scrollTo(0, 0);
    this.told.textContent = "Asserts what is shown.";
  }

  /** Where the clipboard is closed to the page, the text is chosen, so that one key copies it. */
  async #copy() {
    try {
      await navigator.clipboard.writeText(this.text.textContent);
      this.told.textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(this.text);
      this.text.focus();
      this.told.textContent = "Selected: press Ctrl+C, or ⌘C.";
    }
  }
}
