/** The examples beside the first screen: each opens in place, and the list steps aside for another program. */

import { $, $$, element } from "../text/dom.js";

/**
 * What is told of an example as long as its program stands in the field, be the point another: its title, the textbook's result, its
 * symbols. The page comes with those of the example that it shows; the others are read off the page of all.
 */
export class ExampleShown {
  reads = ["program", "study", "problem"];
  #known = new Map(); // by program: what its example's section holds
  #isAsked = false;

  constructor(root, { api, work }) {
    Object.assign(this, { root, api, work, field: $("textarea[name=e]") });
    if (!root.hidden) this.#known.set(plain(this.field.value), [...root.childNodes]);
  }

  show({ program }) {
    this.program = plain(program);
    const shown = this.#known.get(this.program) ?? null;
    this.root.hidden = !shown;
    if (shown && shown[0].parentNode !== this.root) this.root.replaceChildren(...shown);
  }

  /** Read the page of all examples: one of them was opened in place. */
  async learn() {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.work.begin("examples");
    const page = await this.api.examples();
    this.#isAsked = page !== null; // where the server was not reached, the next time it may be
    for (const card of page ? $$(".example", page) : []) {
      const program = plain($("pre", card).textContent);
      if (!this.#known.has(program)) this.#known.set(program, told(card));
    }
    this.show(this);
    this.work.end("examples");
  }
}

const plain = (program) => program.replaceAll("\r\n", "\n").trim();

/** What stands in the rail, from a card of the page of examples. */
function told(card) {
  const title = element("h2", {}, element("a", { href: `/examples#${card.id}` }, $(".title", card).textContent));
  const result = element("p", { class: "result" }, $("p", card).textContent);
  const symbols = document.importNode($("dl", card), true);
  const rest = symbols.children.length ? [element("details", {}, element("summary", {}, "Symbols"), symbols)] : [];
  return [title, result, ...rest];
}

export class Examples {
  reads = ["study", "problem"];

  /** `opened()` is told that one was opened. */
  constructor(root, { question, opened }) {
    this.root = root;
    this.head = $("summary", root);
    root.addEventListener("toggle", () => root.parentElement.classList.toggle("listed", root.open));
    root.addEventListener("click", (event) => {
      const link = event.target.closest("[popover] a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab of its own was asked for
      event.preventDefault();
      link.closest("[popover]").hidePopover();
      question.open(link.search);
      opened();
    });
  }

  show({ program }) {
    const before = this.program;
    this.program = program;
    if (before === undefined || before === program || !this.root.open) return;
    if (this.root.contains(document.activeElement)) this.head.focus({ preventScroll: true });
    this.root.open = false;
  }
}
