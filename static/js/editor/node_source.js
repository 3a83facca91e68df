/** The line of the program that a node was written in, washed, and in it what it was written as; never in a text that is being changed. */

import { edgeAsked } from "../study/asked_edge.js";
import { $, element } from "../text/dom.js";
import { spread } from "../text/text_place.js";

export class NodeSource {
  reads = ["frame", "study", "problem", "program", "edge"];

  constructor(root) {
    this.field = $("textarea", root);
    this.layer = $(".source", root);
    this.parts = Array.from({ length: 5 }, () => new Text()); // lines before, in the line before, the node, after it, lines after: they stay, whatever is in them
    const [above, before, node, after, below] = this.parts;
    this.row = element("span", { class: "row" }, before, element("mark", {}, node), after);
    this.layer.replaceChildren(above, this.row, below);
    this.top = 0; // how far the text is scrolled: asked when it scrolls, for asking makes the browser lay the page out
    this.field.addEventListener("input", () => this.#fill(NOTHING));
    this.field.addEventListener("scroll", () => {
      this.top = this.field.scrollTop;
      this.#scroll();
    });
  }

  show({ study, edge }, { current, sweep }) {
    this.current = edgeAsked(study, edge)?.to ?? current?.node ?? null;
    this.layer.dataset.sweep = sweep;
  }

  /** The marked node, else that of the asked edge, else that of the current step. */
  mark({ study, problem, marked }) {
    const id = marked ?? this.current;
    const isRead = !problem && study.program === this.field.value;
    const place = isRead ? study.nodes.find((node) => node.id === id)?.place : null;
    this.#fill(place ? aroundLine(spread(`${this.field.value}\n`, place)) : NOTHING); // an empty last line counts as in the field
    this.#scroll();
  }

  #fill(texts) {
    this.row.hidden = texts === NOTHING;
    this.parts.forEach((part, i) => part.data === texts[i] || (part.data = texts[i]));
  }

  #scroll() {
    if (this.top || this.shifted) this.layer.scrollTop = this.top;
    this.shifted = this.top > 0;
  }
}

const NOTHING = ["", "", "", "", ""];

/** What stands before and after a place, each parted where its line begins and ends. */
function aroundLine([before, node, after]) {
  const begin = before.lastIndexOf("\n") + 1;
  const end = `${after}\n`.indexOf("\n");
  return [before.slice(0, begin), before.slice(begin), node, after.slice(0, end), after.slice(end + 1)];
}
