/** The stretch of the program's text that a node was written as, marked quietly with the node; never in a text that is being changed. */

import { edgeAsked } from "../study/asked_edge.js";
import { $ } from "../text/dom.js";
import { spread } from "../text/text_place.js";

export class NodeSource {
  reads = ["frame", "study", "problem", "program", "edge"];

  constructor(root) {
    this.field = $("textarea", root);
    this.layer = $(".source", root);
    this.parts = [new Text(), new Text(), new Text()]; // they stay, whatever is in them
    const mark = document.createElement("mark");
    mark.append(this.parts[1]);
    this.layer.replaceChildren(this.parts[0], mark, this.parts[2]);
    this.top = 0; // how far the text is scrolled: asked when it scrolls, for asking makes the browser lay the page out
    this.field.addEventListener("input", () => this.#fill(["", "", ""]));
    this.field.addEventListener("scroll", () => {
      this.top = this.field.scrollTop;
      this.#scroll();
    });
  }

  show({ study, edge }, { current }) {
    this.current = edgeAsked(study, edge)?.to ?? current?.node ?? null;
  }

  /** The marked node, else that of the asked edge, else that of the current step. */
  mark({ study, problem, marked }) {
    const id = marked ?? this.current;
    const isRead = !problem && study.program === this.field.value;
    const place = isRead ? study.nodes.find((node) => node.id === id)?.place : null;
    this.#fill(place ? spread(`${this.field.value}\n`, place) : ["", "", ""]); // an empty last line counts as in the field
    this.#scroll();
  }

  #fill(texts) {
    this.parts.forEach((part, i) => part.data === texts[i] || (part.data = texts[i]));
  }

  #scroll() {
    if (this.top || this.shifted) this.layer.scrollTop = this.top;
    this.shifted = this.top > 0;
  }
}
