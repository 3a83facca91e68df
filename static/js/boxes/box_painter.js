/** What a step changes of boxes and of the wires that stand for several edges: what graphs/picture/boxes/drawn.py writes. */

import { boxOf, countsOf, wireOf } from "./states.js";
import { $, $$ } from "../text/dom.js";

const STATES = ["current", "within", "issue", "kink", "downstream"];
const EDGES = ["waiting", "value", "tangent", "adjoint"];

export class BoxPainter {
  constructor(svg) {
    const listed = (each, name) => each.dataset[name].split(" ");
    this.boxes = $$(".box[data-nodes]", svg).map((box) => ({ box, nodes: listed(box, "nodes"), result: box.dataset.node ?? listed(box, "nodes").at(-1), tally: $(".tally", box), of: box.dataset.of, many: box.dataset.stack && listed(box, "stack").length }));
    this.frames = new Map($$(".box-frame", svg).map((frame) => [frame.dataset.group, frame]));
    this.wires = $$(".edge[data-edges]", svg).map((wire) => ({ wire, edges: listed(wire, "edges") }));
    this.isBoxed = svg.classList.contains("boxed");
    this.isTall = svg.classList.contains("tall");
  }

  write(frame) {
    if (!this.boxes.length && !this.wires.length) return;
    const counts = countsOf(frame);
    for (const each of this.boxes) this.#box(each, boxOf(frame, counts, each.nodes, each.result));
    for (const { wire, edges } of this.wires) {
      const { state, current } = wireOf(frame, edges);
      for (const name of EDGES) wire.classList.toggle(name, name === state);
      wire.classList.toggle("current", current);
    }
  }

  #box({ box, tally, of, many }, now) {
    box.classList.toggle("counting", now.counts);
    const line = now.counts ? `${now.done} of ${now.steps}` : many ? `× ${many}` : "";
    const told = now.counts && of && !this.isTall ? `step ${line} in this ${of}` : line;
    if (tally.textContent !== told) tally.textContent = told;
    if (box.classList.contains("open")) {
      this.frames.get(box.dataset.group)?.classList.toggle("current", now.current);
      return;
    }
    for (const name of STATES) box.classList.toggle(name, now[name]);
  }
}
