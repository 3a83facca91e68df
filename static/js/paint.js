/**
 * The only room that touches the picture. The server draws it once per structure; here numbers and classes change,
 * never positions. The anatomy of a node is that of graphs/picture.py.
 */

import { $, $$ } from "./dom.js";
import { cellInFull, cellText } from "./cells.js";
import { literal, numberOf, numberText, typographic } from "./number.js";

const SWEEPS = ["value", "forward", "reverse"];
const EDGES = ["waiting", "value", "tangent", "adjoint"];

export class Painter {
  /** `marked(id or null)` when a node is pointed at, `chosen(id)` when it is clicked. */
  constructor(view, { marked, chosen }) {
    this.view = view;
    const idOf = (event) => event.target.closest("[data-node]")?.dataset.node ?? null;
    view.addEventListener("pointerover", (event) => marked(idOf(event)));
    view.addEventListener("pointerleave", () => marked(null));
    view.addEventListener("click", (event) => idOf(event) && chosen(idOf(event)));
    this.#adopt($("svg", view));
  }

  /** Put another picture in the place of this one. */
  hang(svg) {
    this.view.replaceChildren(svg);
    this.#adopt(svg);
  }

  /** Write a frame into the picture. */
  show({ study, marked }, frame) {
    if (!this.svg) return;
    for (const sweep of SWEEPS) this.svg.classList.toggle(`sweep-${sweep}`, sweep === frame.sweep);
    for (const node of study.nodes) {
      for (const group of this.nodes.get(node.id) ?? []) this.#node(group, node, frame.nodes.get(node.id), frame);
    }
    for (const edge of study.edges) this.#edge(edge, frame.edges.get(edge.id));
    this.#mark(study, marked);
  }

  #adopt(svg) {
    this.svg = svg;
    this.nodes = new Map();
    if (!svg) return;
    for (const group of $$("[data-node]", svg)) {
      const id = group.dataset.node;
      this.nodes.set(id, [...(this.nodes.get(id) ?? []), group]);
    }
    this.wires = new Map($$(".edge", svg).map((wire) => [wire.id, wire]));
    this.chips = new Map($$(".chip", svg).map((chip) => [chip.dataset.edge, chip]));
  }

  #node(group, node, shown, frame) {
    const { classList } = group;
    classList.toggle("waiting", shown.state === "waiting");
    classList.toggle("done", shown.state === "done");
    for (const name of ["current", "issue", "kink", "downstream"]) classList.toggle(name, shown[name]);
    write($("text.value", group), shown.value, frame.sweep === "value" && shown.current);
    if (shown.derivative) write($("text.derivative", group), shown.derivative, shown.current);
    else blank($("text.derivative", group));
    const told = [`value ${cellInFull(shown.value)}`];
    if (shown.derivative && shown.derivative.kind !== "absent") {
      told.push(`${frame.sweep === "forward" ? "tangent" : "adjoint"} ${cellInFull(shown.derivative)}`);
    }
    const title = $("title", group);
    if (title) title.textContent = `${node.id} = ${node.text}: ${told.join(", ")}`;
  }

  #edge(edge, shown) {
    const wire = this.wires.get(edge.id);
    const chip = this.chips.get(edge.id);
    if (wire) {
      for (const state of EDGES) wire.classList.toggle(state, state === shown.state);
      wire.classList.toggle("current", shown.current);
    }
    if (!chip) return;
    chip.classList.toggle("current", shown.current);
    const text = $("text.partial", chip);
    const partial = numberOf(edge.partial);
    if (text) text.textContent = Number.isNaN(partial) ? "" : `× ${typographic(numberText(partial, 3))}`;
    if (text) text.dataset.full = literal(partial);
  }

  /** A node under the pointer: it, its operands and the edges between stay, the rest steps back. */
  #mark(study, marked) {
    this.svg.classList.toggle("marking", Boolean(marked));
    const edges = study.edges.filter((edge) => edge.to === marked);
    const near = new Set([marked, ...edges.map((edge) => edge.from)]);
    const into = new Set(edges.map((edge) => edge.id));
    for (const [id, groups] of this.nodes) for (const group of groups) group.classList.toggle("marked", near.has(id));
    for (const [id, wire] of this.wires) wire.classList.toggle("marked", into.has(id));
    for (const [id, chip] of this.chips) chip.classList.toggle("marked", into.has(id));
  }
}

function write(text, cell) {
  if (text) text.textContent = typographic(cellText(cell));
}

function blank(text) {
  if (text) text.textContent = "";
}
