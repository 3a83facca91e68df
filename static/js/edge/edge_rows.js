/** The trace's rows of both ends of the edge that is asked about. */

import { $$ } from "../text/dom.js";
import { edgeAsked } from "../study/asked_edge.js";

export class EdgeRows {
  reads = ["study", "edge", "frame"];

  constructor(root) {
    this.root = root;
  }

  show({ study, edge }) {
    const asked = edgeAsked(study, edge);
    this.root.classList.toggle("asking", Boolean(asked));
    for (const row of $$("tr.asked", this.root)) row.classList.remove("asked");
    if (!asked) return;
    for (const id of [asked.from, asked.to]) for (const row of $$(`tr[data-node="${id}"]`, this.root)) row.classList.add("asked");
  }
}
