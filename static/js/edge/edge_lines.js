/**
 * The edge that is asked about, in the picture: its two nodes stay, the rest steps back; in place of its wire two lines,
 * forwards and back, each with what goes in and what comes out. And an unseen band along every wire, wide enough to be hit.
 */

import { $, $$ } from "../text/dom.js";
import { edgeAsked, flowOf } from "../study/asked_edge.js";
import { typographic } from "../text/number.js";
import { svgElement } from "../picture/slots.js";

const APART = 9; // of each line from the wire
const PIECES = 24; // straight pieces of a line
const HEAD = 10; // length of an arrow's head
const GAP = 5; // of a chip from the lines
const CLEAR = { above: 9, below: 21, beside: 8 }; // of the texts from the chip

export class EdgeLines {
  reads = ["study", "picture", "edge", "told"];

  constructor(view) {
    Object.assign(this, { view, svg: null, drawn: [] });
  }

  show({ study, picture, edge, told }) {
    if (picture !== this.svg) this.#hold(picture);
    if (!picture) return;
    const hadFocus = $(".asked-edge", picture)?.contains(document.activeElement);
    for (const each of this.drawn) each.remove();
    for (const each of $$(".asked", picture)) each.classList.remove("asked");
    this.drawn = [];
    const asked = edgeAsked(study, edge);
    const wire = asked && wireOf(picture, edge);
    picture.classList.toggle("asking", Boolean(wire));
    if (!wire) return;
    const chip = $$(".chip", picture).find(({ dataset }) => dataset.edge === edge || dataset.edge === wire.id);
    for (const each of [wire, chip, ...endsOf(wire, picture)]) each?.classList.add("asked");
    this.#draw(wire, chip, asked, told?.edge === edge && told.study === study ? told.answer : null);
    if (hadFocus) $(".asked-edge", picture).focus({ preventScroll: true });
  }

  /** Every wire with its band. */
  #hold(picture) {
    Object.assign(this, { svg: picture, drawn: [] });
    for (const wire of picture ? $$(".edge", picture) : []) {
      const band = svgElement("path", { class: "band", d: $(".wire", wire).getAttribute("d") });
      wire.prepend(band);
    }
  }

  #draw(wire, chip, edge, answer) {
    const { forwards, back, middle, isUpright } = linesOf($(".wire", wire), ...endsOf(wire, this.svg).map(boxOf));
    const lines = svgElement("g", { class: "asked-edge", tabindex: "-1", role: "group" });
    const isCarried = !answer || answer.forward || answer.reverse; // from data nothing comes
    lines.append(...(isCarried ? [...arrow("tangent", forwards), ...arrow("adjoint", back)] : arrow("data", forwards)));
    $(".chips", this.svg).before(lines);
    if (isUpright && chip && this.svg.classList.contains("tall")) this.#clear(chip, [...forwards, ...back]);
    const texts = svgElement("g", { class: "flows" });
    $(".edges", this.svg).parentElement.append(texts);
    const flows = FLOWS.filter(({ sweep }) => answer?.[sweep]).map(({ sweep, hue, sign }) => {
      const { arriving, term } = answer[sweep];
      const [first, last] = sign === "→" ? [arriving, term] : [term, arriving];
      const text = svgElement("text", { class: `flow ${hue}` });
      text.append(...numerals(flowOf(first)), ` ${sign} `, ...numerals(flowOf(last)));
      texts.append(text);
      return { text, said: `${hue} ${text.textContent}` };
    });
    const [x, y, wide, high] = chip ? [...placeOf(chip), ...sizeOf(chip)] : [...middle, 0, 2 * APART];
    this.#place(flows.map(({ text }) => text), { x, y, wide, high }, [...forwards, ...back], isUpright);
    lines.setAttribute("aria-label", [`The edge ${edge.from} → ${edge.to}`, ...flows.map(({ said }) => said)].join(", "));
    this.drawn.push(lines, texts);
  }

  /** A chip that lies beside its upright wire stands clear of both lines. */
  #clear(chip, points) {
    const [[x, y], [wide, high]] = [placeOf(chip), sizeOf(chip)];
    const near = points.filter(([, py]) => Math.abs(py - y) < high / 2 + APART).map(([px]) => px);
    const [left, right] = [Math.min(...near), Math.max(...near)];
    if (!near.length || x + wide / 2 < left || x - wide / 2 > right) return;
    const was = chip.getAttribute("transform");
    const to = x >= (left + right) / 2 ? right + wide / 2 + GAP : left - wide / 2 - GAP;
    chip.setAttribute("transform", was.replace(/^translate\([^)]*\)/, `translate(${to.toFixed(1)},${y})`)); // larger it stays, where it is
    this.drawn.push({ remove: () => chip.setAttribute("transform", was) });
  }

  /** What goes in and comes out: above and below the chip, or on both sides of it, whichever covers less. */
  #place(texts, { x, y, wide, high }, points, isUpright) {
    const aside = Math.max(wide / 2, APART) + CLEAR.beside;
    const lefts = points.filter(([, py]) => Math.abs(py - y) < high).map(([px]) => px);
    const [left, right] = [Math.min(x - aside, ...lefts.map((px) => px - CLEAR.beside)), Math.max(x + aside, ...lefts.map((px) => px + CLEAR.beside))];
    const beside = [{ x: left, y: y + 5, "text-anchor": "end" }, { x: right, y: y + 5, "text-anchor": "start" }];
    const over = [{ x, y: y - high / 2 - CLEAR.above, "text-anchor": "middle" }, { x, y: y + high / 2 + CLEAR.below, "text-anchor": "middle" }];
    const nodes = $$(".node", this.svg).map(boxOf);
    const cost = (places) => {
      texts.forEach((text, k) => put(text, places[k]));
      return texts.reduce((sum, text) => sum + covered(boxOf(text), nodes, points), 0);
    };
    const choices = isUpright ? [beside, over] : [over, beside];
    const costs = choices.map(cost);
    const best = choices[costs[1] < costs[0] ? 1 : 0];
    texts.forEach((text, k) => {
      put(text, best[k]);
      within(text, this.svg);
    });
  }
}

const FLOWS = [
  { sweep: "forward", hue: "tangent", sign: "→" },
  { sweep: "reverse", hue: "adjoint", sign: "←" },
];

function put(text, place) {
  for (const [key, value] of Object.entries(place)) text.setAttribute(key, value);
}

/** How much of nodes and of the two lines a box would cover. */
function covered(box, nodes, points) {
  const shared = (one, other) => Math.max(0, Math.min(one.right, other.right) - Math.max(one.left, other.left)) * Math.max(0, Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top));
  const hit = points.filter(([x, y]) => x > box.left && x < box.right && y > box.top && y < box.bottom).length;
  return nodes.reduce((sum, node) => sum + shared(box, node), 100 * hit);
}

/** Where something of the picture stands, in the picture's own measure; null: nowhere. */
function boxOf(element) {
  if (!element) return null;
  const { x, y, width, height } = ($(".frame", element) ?? element).getBBox();
  const [dx, dy] = element.getAttribute("transform")?.match(/-?[\d.]+/g)?.map(Number) ?? [0, 0];
  return { left: x + dx, top: y + dy, right: x + dx + width, bottom: y + dy + height };
}

/** What a wire leads from and to: its nodes, or the closed boxes that they are in; null where one is not to be seen. */
function endsOf(wire, svg) {
  return [wire.dataset.from, wire.dataset.to].map((id) => $(`.node[data-node="${id}"]`, svg) ?? $(`.node[data-nodes~="${id}"]`, svg));
}

/** The wire that an edge is drawn as; one between boxes may stand for several. */
function wireOf(svg, id) {
  return svg.getElementById(id) ?? $(`.edge[data-edges~="${id}"]`, svg);
}

/**
 * Two lines beside a wire from one node's box to another's, as lists of points: the first above it (left of it, where it is
 * upright), the second below and the other way.
 */
function linesOf(path, from, to) {
  const length = path.getTotalLength();
  const at = (share) => path.getPointAtLength(share * length);
  const sides = [];
  for (let k = 0; k <= PIECES; k++) {
    const [before, here, after] = [at(Math.max(0, (k - 0.5) / PIECES)), at(k / PIECES), at(Math.min(1, (k + 0.5) / PIECES))];
    const [dx, dy] = [after.x - before.x, after.y - before.y];
    const size = Math.hypot(dx, dy) || 1;
    sides.push([here, dy / size, -dx / size]);
  }
  const [middle, nx, ny] = sides[PIECES / 2];
  const isUpright = Math.abs(nx) > Math.abs(ny);
  const sign = (isUpright ? nx : ny) > 0 ? -1 : 1;
  const line = (side) => ended(sides.map(([{ x, y }, across, up]) => [x + side * across, y + side * up]), from, to);
  return { forwards: line(sign * APART), back: line(-sign * APART).reverse(), middle: [middle.x, middle.y], isUpright };
}

/** A line that begins and ends at the borders of its two boxes: beside a slanting wire it would reach into one or miss it. */
function ended(points, from, to) {
  const free = points.filter((point) => !isIn(point, from) && !isIn(point, to));
  return free.length < 2 ? points : [...nearest(free[0], from), ...free, ...nearest(free.at(-1), to)];
}

const isIn = ([x, y], box) => Boolean(box) && x > box.left + 1 && x < box.right - 1 && y > box.top + 1 && y < box.bottom - 1;

/** The place on a box's border that is nearest to a point; none where the point is there. */
function nearest([x, y], box) {
  if (!box) return [];
  const place = [Math.max(box.left, Math.min(x, box.right)), Math.max(box.top, Math.min(y, box.bottom))];
  return Math.hypot(place[0] - x, place[1] - y) > 1 ? [place] : [];
}

/** A line with its head. */
function arrow(hue, points) {
  const [[tipX, tipY], [fromX, fromY]] = [points.at(-1), points.at(-2)];
  const size = Math.hypot(tipX - fromX, tipY - fromY) || 1;
  const [dx, dy] = [(tipX - fromX) / size, (tipY - fromY) / size];
  const [baseX, baseY] = [tipX - HEAD * dx, tipY - HEAD * dy];
  const shaft = [...points.slice(0, -1).filter(([x, y]) => (tipX - x) * dx + (tipY - y) * dy > HEAD), [baseX, baseY]];
  const half = HEAD * 0.45;
  return [
    svgElement("path", { class: `shaft ${hue}`, d: `M${shaft.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}` }),
    svgElement("path", { class: `tip ${hue}`, d: `M${tipX.toFixed(1)} ${tipY.toFixed(1)}L${(baseX - half * dy).toFixed(1)} ${(baseY + half * dx).toFixed(1)}L${(baseX + half * dy).toFixed(1)} ${(baseY - half * dx).toFixed(1)}z` }),
  ];
}

function numerals(pieces) {
  return pieces.flatMap(({ base, exponent }) => {
    const line = new Text(typographic(base).replaceAll("·", "⋅"));
    if (!exponent) return [line];
    return [line, svgElement("tspan", { class: "superscript", dy: "-5" }, typographic(exponent)), svgElement("tspan", { dy: "5" }, "\u200b")];
  });
}

const placeOf = (chip) => chip.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
const sizeOf = (chip) => ["width", "height"].map((key) => Number($(".plate", chip).getAttribute(key)));

/** A text that would be cut at the picture's side stands as far in as it must. */
function within(text, svg) {
  const { x, width } = text.getBBox();
  const box = svg.viewBox.baseVal;
  const shift = Math.max(0, box.x - x) - Math.max(0, x + width - box.x - box.width);
  if (shift) text.setAttribute("x", Number(text.getAttribute("x")) + shift);
}
