/**
 * The only room that touches the picture. The server draws it once per structure; here numbers, the brackets around
 * them and classes change, never the place of a node, an edge or a slot. What is written, and how, is what
 * graphs/picture.py writes at the same step.
 */

import { $, $$ } from "./dom.js";
import { isLarge } from "./frame.js";
import { travel } from "./motion.js";
import { literal, numberOf, numberText } from "./number.js";
import { printed, put, write, writeArray } from "./slot.js";
import { WIDTHS } from "./weights.js";

const SWEEPS = ["value", "forward", "reverse"];
const EDGES = ["waiting", "value", "tangent", "adjoint"];
const DERIVATIVE = { forward: "tangent", reverse: "adjoint" };
const NODES = ["current", "issue", "kink", "downstream"];
const WAITING = Object.freeze({ kind: "waiting" });
const LONGEST = { wide: 6, tall: 5, leaf: 4, chip: 6 }; // characters at full size

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

  /** Put another picture in the place of this one; null where the graph is too large to draw. */
  hang(svg) {
    this.view.replaceChildren(...(svg ? [svg] : []));
    this.#adopt(svg);
  }

  /** Write a frame into the picture. */
  show({ study, marked }, frame) {
    if (!this.svg) return;
    for (const sweep of SWEEPS) this.svg.classList.toggle(`sweep-${sweep}`, sweep === frame.sweep);
    for (const node of study.nodes) {
      for (const group of this.nodes.get(node.id) ?? []) this.#node(group, node, frame.nodes.get(node.id), frame.sweep);
    }
    for (const edge of study.edges) this.#edge(edge, frame.edges.get(edge.id));
    this.#mark(study, marked);
    const place = `${frame.sweep} sweep, step ${frame.cursor} of ${frame.length}`;
    this.svg.setAttribute("aria-label", `Computational graph of ${study.nodes.length} nodes, ${place}`);
  }

  /** After a step on, at this speed: let its numbers travel; after any other move (speed null), nothing moves. */
  move({ study }, frame, speed) {
    if (this.svg) travel(this.svg, study, frame, speed);
  }

  /** Edges as wide as what they have passed back, the ends of the scale dashed; null: all as they are. */
  weigh(weights) {
    if (!this.svg || (!weights && !this.svg.classList.contains("weighed"))) return;
    this.svg.classList.toggle("weighed", Boolean(weights));
    for (const [id, wire] of this.wires) {
      const { width, end } = weights?.get(id) ?? {};
      for (let k = 0; k < WIDTHS; k++) wire.classList.toggle(`w${k}`, k === width);
      for (const name of ["vanished", "exploded"]) wire.classList.toggle(name, name === end);
    }
  }

  #adopt(svg) {
    this.svg = svg;
    this.nodes = new Map();
    if (!svg) return;
    this.longest = LONGEST[svg.classList.contains("tall") ? "tall" : "wide"];
    for (const group of $$(".node", svg)) {
      const id = group.dataset.node;
      this.nodes.set(id, [...(this.nodes.get(id) ?? []), group]);
    }
    this.wires = new Map($$(".edge", svg).map((wire) => [wire.id, wire]));
    this.chips = new Map($$(".chip", svg).map((chip) => [chip.dataset.edge, chip]));
  }

  #node(group, node, shown, sweep) {
    const isLeaf = group.classList.contains("leaf");
    group.classList.toggle("waiting", shown.state === "waiting");
    group.classList.toggle("done", shown.state === "done");
    for (const name of isLeaf ? ["current"] : NODES) group.classList.toggle(name, shown[name]);
    const { shape } = node;
    const fill = (slot, cell, longest) => slot && (shape.length ? writeArray(slot, cell, shape) : write(slot, cell, longest));
    fill($(".value", group), shown.value, isLeaf ? LONGEST.leaf : this.longest);
    fill($(".derivative", group), shown.derivative ?? WAITING, this.longest);
    const told = [`${node.id} = ${node.text}: value ${inFull(shown.value, shape)}`];
    if (sweep !== "value" && node.operation !== "data") told.push(`${DERIVATIVE[sweep]} ${inFull(shown.derivative, shape)}`);
    const title = $("title", group);
    if (title.textContent !== told.join(", ")) title.textContent = told.join(", ");
  }

  #edge(edge, shown) {
    const wire = this.wires.get(edge.id);
    if (wire) {
      for (const state of EDGES) wire.classList.toggle(state, state === shown.state);
      wire.classList.toggle("current", shown.current);
    }
    const chip = this.chips.get(edge.id);
    if (!chip) return;
    chip.classList.toggle("current", shown.current);
    const slot = $(".partial", chip);
    if (!slot) return; // an array's formula, which stays
    const partial = numberOf(edge.partial);
    put(slot, `× ${Number.isNaN(partial) ? "?" : printed(numberText(partial, 3))}`, LONGEST.chip);
    widen($(".plate", chip), slot);
  }

  /** A node that is pointed at: it, its operands and the edges between stay, the rest steps back. */
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

/** A chip's plate is as wide as its number needs, but never narrower than its formula; a label's has no frame. */
function widen(plate, text) {
  const length = text.getComputedTextLength();
  if (length === 0) return; // not shown at this scale
  const least = Number(plate.dataset.least);
  const width = Math.max(least, length + (least ? 10 : 4));
  plate.setAttribute("width", width);
  plate.setAttribute("x", -width / 2);
}

/** All digits of a cell; of a large array its shape. */
function inFull(cell, shape) {
  if (cell.kind === "number") return isLarge(shape) ? `of shape ${shape.join(" × ")}` : listed(cell.number);
  return cell.kind === "waiting" ? "not reached yet" : "undefined";
}

/** A number, or an array row by row, as one would type it. */
function listed(json) {
  return Array.isArray(json) ? `[${json.map(listed).join(", ")}]` : literal(numberOf(json));
}
