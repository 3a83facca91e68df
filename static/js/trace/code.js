/** The same computation as PyTorch, JAX and NumPy code, fetched when its tab is opened; it can be copied. */

import { $, $$, element } from "../text/dom.js";
import { Drawer } from "../answer/drawer.js";

export class Code {
  reads = ["frame", "study", "moving"];

  constructor(panel, { api, work }) {
    this.text = $("pre", panel);
    this.status = $("[role=status]", panel);
    this.choices = $$(".libraries button", panel);
    Object.assign(this, { code: {}, lines: {}, nodes: new Map(), current: null });
    this.library = "pytorch";
    this.drawer = new Drawer(panel, { api, work, part: "code", load: () => (body, answer) => this.#take(body, answer) });
    for (const choice of this.choices) choice.addEventListener("click", () => this.#choose(choice.value));
    $(".copy", panel).addEventListener("click", () => this.#copy());
  }

  show(state, frame) {
    this.current = frame.current?.node ?? null;
    this.drawer.show(state);
    this.#point();
  }

  mark({ marked }) {
    for (const [line, made] of this.#lines()) line.classList.toggle("marked", made.includes(marked));
  }

  #take(body, { code, code_lines: lines }) {
    Object.assign(this, { code, lines });
    body.replaceChildren(this.text);
    this.#choose(this.library);
  }

  #choose(library) {
    this.library = library;
    for (const choice of this.choices) choice.setAttribute("aria-pressed", String(choice.value === library));
    this.nodes = new Map();
    for (const { node, line } of this.lines[library] ?? []) this.nodes.set(line, [...(this.nodes.get(line) ?? []), node]);
    const lines = (this.code[library] ?? "").split(/(?<=\n)/);
    this.text.replaceChildren(...lines.map((line, i) => element("span", { class: "line", "data-node": this.nodes.get(i + 1)?.[0] ?? null }, line)));
    this.text.scrollTo(0, 0);
    this.#point();
    this.status.textContent = "Asserts what is shown.";
  }

  /** The lines that make nodes, with these: in a function or a loop one of each call or turn. */
  #lines() {
    return [...this.nodes].map(([line, made]) => [this.text.children[line - 1], made]);
  }

  /** The current step's line, brought into sight in its own box. */
  #point() {
    for (const [line, made] of this.#lines()) {
      const isCurrent = made.includes(this.current);
      if (isCurrent && !line.classList.contains("current")) {
        this.text.scrollTop += Math.min(0, line.offsetTop - this.text.scrollTop) + Math.max(0, line.offsetTop + line.offsetHeight - this.text.scrollTop - this.text.clientHeight);
      }
      line.classList.toggle("current", isCurrent);
      if (isCurrent) line.setAttribute("aria-current", "step");
      else line.removeAttribute("aria-current");
    }
  }

  /** Where the clipboard is closed to the page, the text is chosen, so that one key copies it. */
  async #copy() {
    try {
      await navigator.clipboard.writeText(this.code[this.library]);
      this.status.textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(this.text);
      this.text.focus();
      this.status.textContent = "Selected: press Ctrl+C, or ⌘C.";
    }
  }
}
