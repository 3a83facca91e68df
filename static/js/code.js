/** The dialog with the same computation as PyTorch and JAX code, fetched when it is opened; it can be copied. */

import { $, $$ } from "./dom.js";
import { Drawer } from "./drawer.js";

export class Code {
  constructor(dialog, opener, { api, work }) {
    this.text = $("pre", dialog);
    this.told = $("[role=status]", dialog);
    this.choices = $$(".libraries button", dialog);
    this.code = {};
    this.library = "pytorch";
    this.drawer = new Drawer(dialog, { api, work, part: "code", paint: (body, { code }) => this.#take(body, code) });
    opener.addEventListener("click", () => {
      dialog.showModal();
      this.drawer.fill();
    });
    for (const choice of this.choices) choice.addEventListener("click", () => this.#choose(choice.value));
    $(".copy", dialog).addEventListener("click", () => this.#copy());
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
    this.told.textContent = "It runs as it stands, and asserts the numbers shown.";
  }

  /** Where the clipboard is closed to the page, the text is chosen, so that one key copies it. */
  async #copy() {
    try {
      await navigator.clipboard.writeText(this.text.textContent);
      this.told.textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(this.text);
      this.text.focus();
      this.told.textContent = "The code is selected: press Ctrl+C, or ⌘C.";
    }
  }
}
