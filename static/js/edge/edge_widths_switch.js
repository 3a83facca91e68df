/** The switch that draws edges as wide as what they pass back, and its key: how small the thinnest is, how large the widest. */

import { $, numeral } from "../text/dom.js";
import { numeralOf } from "../text/number.js";
import { weightsOf } from "../study/edge_widths.js";

export class EdgeWidthsSwitch {
  reads = ["frame", "weighs"];

  constructor(root, store) {
    this.root = root;
    const box = $("input", root);
    box.addEventListener("change", () => store.change({ weighs: box.checked }));
    store.put({ weighs: box.checked }); // a browser may keep it over a reload
  }

  show({ weighs }, frame) {
    $(".key", this.root).hidden = !weighs;
    this.root.parentElement.classList.toggle("weighed", weighs);
    if (!weighs) return;
    const { edges, least, largest } = weightsOf(frame);
    const ends = new Set([...edges.values()].map(({ end }) => end));
    const shown = {
      least: least !== null && least < largest,
      largest: largest !== null,
      vanished: ends.has("vanished"),
      exploded: ends.has("exploded"),
      none: edges.size === 0,
    };
    for (const [name, isShown] of Object.entries(shown)) $(`.${name}`, this.root).hidden = !isShown;
    for (const [name, size] of Object.entries({ least, largest })) if (size !== null) numeral($(`.${name} b`, this.root), numeralOf(size, 3));
    $(".none", this.root).textContent = frame.sweep === "reverse" ? "nothing has been passed back yet" : "in the reverse sweep";
  }
}
