/** The switch that draws edges as wide as what they pass back, and its key: how small the thinnest is, how large the widest. */

import { $, numeral } from "../text/dom.js";
import { numberText } from "../text/number.js";
import { weightsOf } from "../study/edge_widths.js";

export class Weighing {
  /** `painted(weights)` is told the edges' weights by id, or null while the switch is off. */
  constructor(root, { painted }) {
    Object.assign(this, { root, painted, box: $("input", root), frame: null });
    this.box.addEventListener("change", () => this.frame && this.#show());
  }

  show(state, frame) {
    this.frame = frame;
    this.#show();
  }

  #show() {
    const { frame, box } = this;
    $(".key", this.root).hidden = !box.checked;
    this.root.parentElement.classList.toggle("weighed", box.checked);
    if (!box.checked) return this.painted(null);
    const { edges, least, largest } = weightsOf(frame);
    this.painted(edges);
    const ends = new Set([...edges.values()].map(({ end }) => end));
    const shown = {
      least: least !== null && least < largest,
      largest: largest !== null,
      vanished: ends.has("vanished"),
      exploded: ends.has("exploded"),
      none: edges.size === 0,
    };
    for (const [name, isShown] of Object.entries(shown)) $(`.${name}`, this.root).hidden = !isShown;
    for (const [name, size] of Object.entries({ least, largest })) if (size !== null) numeral($(`.${name} b`, this.root), numberText(size, 3));
    $(".none", this.root).textContent = frame.sweep === "reverse" ? "nothing has been passed back yet" : "in the reverse sweep";
  }
}
