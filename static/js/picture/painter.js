/**
 * The only room that touches the picture. The server draws it once per structure; here numbers, the brackets around
 * them and classes change, never the place of a node, an edge or a slot. What is written, and how, is what
 * graphs/picture/svg.py writes at the same step.
 */

import { changes } from "../study/frame_diff.js";
import { $, $$ } from "../text/dom.js";
import { isLarge, looksAlike, sameCell } from "../study/frame.js";
import { BoxPainter } from "../boxes/box_painter.js";
import { startTravel } from "./motion.js";
import { literal, numberOf, numeralOf, numeralText } from "../text/number.js";
import { plateWidth } from "./chip_width.js";
import { put, write, writeArray } from "./slots.js";
import { WIDTHS, weightsOf } from "../study/edge_widths.js";

const SWEEPS = ["value", "forward", "reverse"];
const EDGES = ["waiting", "value", "tangent", "adjoint"];
const DERIVATIVE = { forward: "tangent", reverse: "adjoint" };
const NODES = ["current", "issue", "kink", "downstream"];
const DIGITS = 3; // of a partial
const WAITING = Object.freeze({ kind: "waiting" });
const LONGEST = { wide: 6, tall: 5, leaf: 4, chip: 6 }; // characters at full size
const SIZES = { wide: [18, 15, 13], tall: [18, 13], leaf: [13] }; // the type of numbers, as in graph.css

export class Painter {
  reads = ["frame", "picture", "weighs", "moving"];
  #lastTravel = null;

  constructor(view) {
    this.view = view;
    this.#adopt($("svg", view));
  }

  /** Another picture takes the place of this one. */
  show({ study, picture, weighs, moving }, frame) {
    if (picture !== this.svg) {
      this.view.replaceChildren(...(picture ? [picture] : []));
      this.#adopt(picture);
    }
    this.moving = moving;
    if (this.svg && (this.frame !== frame || !this.isWhole)) this.#write(study, frame);
    this.#weigh(weighs ? weightsOf(frame).edges : null);
  }

  /** After a step on its numbers travel, once all stands; after any other move nothing does. */
  settle({ study, travel }, frame) {
    if (travel === this.#lastTravel) return;
    this.#lastTravel = travel;
    if (this.svg) startTravel(this.svg, study, frame, travel.speed);
  }

  /** Write a frame into the picture: what looks as it did is left alone, and while numbers move what does not hang. */
  #write(study, frame) {
    const { sweep } = frame;
    if (this.frame?.sweep !== sweep) for (const each of SWEEPS) this.svg.classList.toggle(`sweep-${each}`, each === sweep);
    const { nodes, edges } = this.isWhole ? changes(study, this.frame, frame) : study;
    Object.assign(this, { study, frame, isWhole: true });
    for (const node of nodes) {
      const shown = frame.nodes.get(node.id);
      for (const group of this.nodes.get(node.id) ?? []) {
        const was = this.written.get(group);
        if (was?.sweep === sweep && was.text === node.text && looksAlike(was.shown, shown)) continue;
        if (this.moving && !group.isConnected) { // out of the window (hanging.js)
          this.isWhole = false;
          continue;
        }
        this.written.set(group, { sweep, text: node.text, shown });
        this.#node(group, node, shown, sweep, was);
      }
    }
    for (const edge of edges) {
      const { state, current } = frame.edges.get(edge.id);
      const was = this.written.get(edge.id);
      if (was && was.state === state && was.current === current && was.partial === edge.partial) continue;
      if (!this.wires.has(edge.id) && !this.chips.has(edge.id)) continue; // within a closed box
      if (this.moving && ![this.wires, this.chips].some((drawn) => drawn.get(edge.id)?.isConnected)) {
        this.isWhole = false;
        continue;
      }
      const shown = { state, current, partial: edge.partial };
      this.written.set(edge.id, shown);
      this.#edge(edge, shown, was);
    }
    this.boxes.write(frame);
    const place = `${sweep} sweep, step ${frame.cursor} of ${frame.length}`;
    this.svg.setAttribute("aria-label", `Computational graph of ${study.nodes.length} node${study.nodes.length === 1 ? "" : "s"}, ${place}`);
  }

  /** Edges as wide as what they have passed back, the ends of the scale dashed; null: all as they are. */
  #weigh(weights) {
    if (!this.svg || (!weights && !this.svg.classList.contains("weighed"))) return;
    this.svg.classList.toggle("weighed", Boolean(weights));
    for (const [id, wire] of this.wires) {
      const { width, end } = weights?.get(id) ?? {};
      for (let k = 0; k < WIDTHS; k++) wire.classList.toggle(`w${k}`, k === width);
      for (const name of ["vanished", "exploded"]) wire.classList.toggle(name, name === end);
    }
  }

  /** A node that is marked stays, with the nodes and edges that its number comes from; the rest steps back. */
  mark({ study, marked }) {
    if (!this.svg) return;
    this.svg.classList.toggle("marking", Boolean(marked));
    for (const each of this.marked) each.classList.remove("marked");
    const [here, there] = this.frame?.sweep === "reverse" ? ["from", "to"] : ["to", "from"];
    const edges = marked ? study.edges.filter((edge) => edge[here] === marked) : [];
    const near = marked ? [marked, ...edges.map((edge) => edge[there])].flatMap((id) => this.nodes.get(id) ?? []) : [];
    this.marked = [...near, ...edges.flatMap(({ id }) => [this.wires.get(id), this.chips.get(id)])].filter(Boolean);
    for (const each of this.marked) each.classList.add("marked");
  }

  #adopt(svg) {
    Object.assign(this, { svg, frame: null, isWhole: false, marked: [] }); // whole: all of it shows the frame
    this.nodes = new Map();
    this.slots = new Map();
    this.written = new Map(); // by group or edge: how it was shown last
    if (!svg) return;
    this.kind = svg.classList.contains("tall") ? "tall" : "wide";
    for (const group of $$(".node", svg)) {
      const id = group.dataset.node;
      this.nodes.set(id, [...(this.nodes.get(id) ?? []), group]);
    }
    this.boxes = new BoxPainter(svg);
    this.wires = new Map($$(".edge", svg).flatMap((wire) => (wire.dataset.edges?.split(" ") ?? [wire.id]).map((id) => [id, wire])));
    this.chips = new Map($$(".chip", svg).map((chip) => [chip.dataset.edge, chip]));
  }

  /** `was`: how the group was written last; what it holds already is not written again. */
  #node(group, node, shown, sweep, was) {
    const isLeaf = group.classList.contains("leaf");
    const before = was?.shown;
    if (before?.state !== shown.state) for (const state of ["waiting", "done"]) group.classList.toggle(state, state === shown.state);
    if (!group.dataset.nodes) for (const name of isLeaf ? ["current"] : NODES) if (before?.[name] !== shown[name]) group.classList.toggle(name, shown[name]);
    const { shape } = node;
    const [hasValue, hasDerivative] = ["value", "derivative"].map((cell) => was && sameCell(before[cell], shown[cell]));
    if (hasValue && hasDerivative && was.sweep === sweep && was.text === node.text) return;
    const room = (slot, longest) => (slot.dataset.sizes ? [Number(slot.dataset.longest), slot.dataset.sizes.split(" ").map(Number)] : [longest, SIZES[isLeaf ? "leaf" : this.kind]]);
    const fill = (slot, cell, longest) => slot && (shape.length ? writeArray(slot, cell, shape) : write(slot, cell, ...room(slot, longest)));
    const { value, derivative, title } = this.#slotsOf(group);
    if (!hasValue) fill(value, shown.value, isLeaf ? LONGEST.leaf : LONGEST[this.kind]);
    if (!hasDerivative) fill(derivative, shown.derivative ?? WAITING, LONGEST[this.kind]);
    const name = node.display_name;
    const parts = [`${name === node.text ? name : `${name} = ${node.text}`}: value ${inFull(shown.value, shape)}`];
    if (sweep !== "value" && node.operation !== "data") parts.push(`${DERIVATIVE[sweep]} ${inFull(shown.derivative, shape)}`);
    const line = [group.dataset.told, parts.join(", ")].filter(Boolean).join(". ");
    if (title.textContent !== line) title.textContent = line;
  }

  /** Where a node's numbers stand: looked up once. */
  #slotsOf(group) {
    if (!this.slots.has(group)) this.slots.set(group, { value: $(".value", group), derivative: $(".derivative", group), title: $("title", group) });
    return this.slots.get(group);
  }

  #edge(edge, shown, was) {
    const [wire, chip] = [this.wires, this.chips].map((drawn) => drawn.get(edge.id));
    if (wire && !wire.dataset.edges && was?.state !== shown.state) for (const state of EDGES) wire.classList.toggle(state, state === shown.state);
    if (was?.current !== shown.current) for (const each of [wire?.dataset.edges ? null : wire, chip]) each?.classList.toggle("current", shown.current);
    const slot = chip && was?.partial !== shown.partial && $(".partial", chip); // a step changes none
    if (!slot) return; // an array's formula stays
    const numeral = partialOf(numberOf(edge.partial));
    const isSmall = numeralText(numeral).length > LONGEST.chip && !this.boxes.isBoxed;
    put(slot, numeral, isSmall);
    widen($(".plate", chip), numeral, isSmall);
  }
}

/** A partial in few digits behind its sign; fewer beside a power of ten. */
function partialOf(partial) {
  if (Number.isNaN(partial)) return { base: "× ?", exponent: "" };
  const numeral = numeralOf(partial, DIGITS);
  const { base, exponent } = numeral.exponent ? numeralOf(partial, DIGITS - 1) : numeral;
  return { base: `× ${base}`, exponent };
}

/** A chip's plate is as wide as its number needs, but never narrower than its formula; where there is no room for so much, it is crowded. */
function widen(plate, numeral, isSmall) {
  const width = plateWidth(numeral, isSmall, Number(plate.dataset.least));
  plate.setAttribute("width", width);
  plate.setAttribute("x", -width / 2);
  if (plate.dataset.room) plate.parentElement.classList.toggle("crowded", width > Number(plate.dataset.room));
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
