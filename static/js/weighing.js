/** The switch that draws edges as wide as what they pass back, and its key: how small the thinnest is, how large the widest. */

import { $, numeral } from "./dom.js";
import { numberText } from "./number.js";
import { weightsOf } from "./weights.js";

export class Weighing {
  /** `switched(isOn)` is told of the switch. */
  constructor(root, { switched }) {
    this.root = root;
    const box = $("input", root);
    box.addEventListener("change", () => switched(box.checked));
  }

  show({ weighed }, frame) {
    const { edges, least, largest } = weightsOf(frame);
    const ends = new Set([...edges.values()].map(({ end }) => end));
    const shown = {
      least: least !== null && least < largest,
      largest: largest !== null,
      vanished: ends.has("vanished"),
      exploded: ends.has("exploded"),
      none: edges.size === 0,
    };
    $(".key", this.root).hidden = !weighed;
    for (const [name, isShown] of Object.entries(shown)) $(`.${name}`, this.root).hidden = !isShown;
    for (const [name, size] of Object.entries({ least, largest })) if (size !== null) numeral($(`.${name} b`, this.root), numberText(size, 3));
    $(".none", this.root).textContent = frame.sweep === "reverse" ? "nothing has been passed back yet" : "in the reverse sweep";
  }
}
