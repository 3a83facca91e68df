/** The only room that paints plots: SVG made of elements and attributes, in the pixels of its box, anew at every change. */

import { gridOf, levelLine, levelsOf } from "./contour.js";
import { curvePath, secantsOf, tangentsOf } from "./curve.js";
import { $ } from "../text/dom.js";
import { numberOf, numeralOf } from "../text/number.js";
import { robustRange, scaleOf, ticksOf } from "./scale.js";
import { put, svgElement } from "../picture/slots.js";

const MARGIN = { top: 10, right: 14, bottom: 24, left: 12 };
const DIGIT = 6.5; // width of a digit of an axis, about
const APART = 56; // pixels between the ticks of an axis, about
const RADIUS = 30; // of the circle of directions
const RAY = 7; // of a direction's ray at the steepest rate
const ARROW = 50; // from the point to the gradient's head
const TARGET = 22; // around the point: what a finger takes hold of

export class Plot {
  constructor(root) {
    this.root = root;
    this.svg = svgElement("svg", { class: "plot", role: "group", "aria-label": "Plot" });
    this.frame = svgElement("g", { role: "img" });
    this.handle = svgElement("g", { class: "handle", role: "slider", tabindex: "0" });
    this.handle.append(svgElement("circle", { class: "target", r: TARGET }), svgElement("circle", { class: "point", r: 5 }));
    this.svg.append(this.frame, this.handle);
    root.replaceChildren(this.svg);
  }

  /** A line with its tangents and secants; `chosen` is the number of the secant, `words` what is read out. */
  line(answer, [range], chosen, words) {
    const secants = secantsOf(answer, chosen, range);
    const kept = [numberOf(answer.value), ...secants.slice(-1).map(({ end }) => end[1])];
    const heights = robustRange(answer.values.map(numberOf), kept) ?? [-1, 1];
    const { width, height, x, y } = this.#axes(range, heights, false);
    this.frame.setAttribute("aria-label", words);
    const inside = this.#inside(width, height);
    const straight = (from, to, kind) => segment([x(from[0]), y(from[1])], [x(to[0]), y(to[1])], kind);
    for (const { from, to, end, age } of secants) {
      inside.append(straight(from, to, `secant age-${age}`));
      if (Number.isFinite(end[1])) inside.append(svgElement("circle", { class: `end age-${age}`, cx: x(end[0]), cy: y(end[1]), r: 3 }));
    }
    for (const { kind, from, to, upright, side } of tangentsOf(answer, range)) {
      if (from) inside.append(straight(from, to, kind));
      else inside.append(segment([x(upright), side > 0 ? y(numberOf(answer.value)) : height], [x(upright), side < 0 ? y(numberOf(answer.value)) : 0], kind));
    }
    inside.append(svgElement("path", { class: "curve", d: curvePath(answer, x, y, height) }));
    this.place([answer.at, numberOf(answer.value)]);
  }

  /** Level lines with the gradient, the directions around the point and the paths downhill; returns how many lines. */
  grid(answer, ranges, directions, words) {
    const { width, height, x, y } = this.#axes(...ranges, true);
    const inside = this.#inside(width, height);
    const values = gridOf(answer.values);
    const levels = levelsOf(values);
    const path = (level) => levelLine(answer.x, answer.y, values, level).map(([a, b, c, d]) => `M${tenths(x(a))} ${tenths(y(b))}L${tenths(x(c))} ${tenths(y(d))}`).join("");
    for (const level of levels) inside.append(svgElement("path", { class: "level", d: path(level) }));
    const here = numberOf(answer.value);
    if (Number.isFinite(here)) inside.append(svgElement("path", { class: "level here", d: path(here) }));
    for (const [method, { points }] of Object.entries(directions?.paths ?? {})) this.#walk(inside, method, points, x, y);
    const at = [x(answer.at[0]), y(answer.at[1])];
    this.#directions(inside, at, directions?.circle ?? [], answer.gradient.map(numberOf));
    this.frame.setAttribute("aria-label", words(levels.length));
    this.place(answer.at);
  }

  /** Put the handle at a place of the plot; outside, or where f is undefined, it stands at the edge. */
  place([x, y]) {
    const { across, down, width, height } = this.scales;
    const within = (pixel, most) => Math.max(0, Math.min(most, pixel));
    const at = [within(across(x), width), Number.isNaN(y) ? height : within(down(y), height)];
    this.handle.setAttribute("transform", `translate(${tenths(at[0] + this.corner[0])} ${tenths(at[1] + this.corner[1])})`);
  }

  /** Where a pointer is, in numbers of the two axes. */
  numbersAt({ clientX, clientY }) {
    const box = this.svg.getBoundingClientRect();
    const { across, down } = this.scales;
    return [across.of(clientX - box.left - this.corner[0]), down.of(clientY - box.top - this.corner[1])];
  }

  /** Axes over the whole box, or at one scale in its middle; what is drawn before is gone. */
  #axes(xs, ys, square) {
    const [full, tall] = [this.root.clientWidth, this.root.clientHeight];
    const numerals = ticksOf(ys, Math.max(2, tall / APART)).map((tick) => [tick, numeralOf(tick, 4)]);
    const left = MARGIN.left + DIGIT * Math.max(...numerals.map(([, { base, exponent }]) => base.length + exponent.length));
    const room = [full - left - MARGIN.right, tall - MARGIN.top - MARGIN.bottom];
    const [width, height] = square ? [Math.min(...room), Math.min(...room)] : room;
    this.corner = [left + (room[0] - width) / 2, MARGIN.top];
    const [x, y] = [scaleOf(xs, [0, width]), scaleOf(ys, [height, 0])];
    this.scales = { across: x, down: y, width, height };
    this.svg.setAttribute("viewBox", `0 0 ${full} ${tall}`);
    const drawn = svgElement("g", { transform: `translate(${this.corner.join(" ")})` });
    for (const tick of ticksOf(xs, Math.max(2, width / APART))) {
      drawn.append(segment([x(tick), 0], [x(tick), height], tick === 0 ? "zero" : "rule"));
      drawn.append(label(numeralOf(tick, 4), { class: "tick", x: x(tick), y: height + 17 }));
    }
    for (const [tick, numeral] of numerals) {
      drawn.append(segment([0, y(tick)], [width, y(tick)], tick === 0 ? "zero" : "rule"));
      drawn.append(label(numeral, { class: "tick side", x: -7, y: y(tick) + 4 }));
    }
    this.frame.replaceChildren(drawn);
    return { width, height, x, y };
  }

  /** A group that is cut at the plot's edge. */
  #inside(width, height) {
    const clip = svgElement("clipPath", { id: "plot-inside" });
    clip.append(svgElement("rect", { width, height }));
    const inside = svgElement("g", { "clip-path": "url(#plot-inside)" });
    $("g", this.frame).append(clip, inside);
    return inside;
  }

  #walk(inside, method, points, x, y) {
    if (points.length < 2) return;
    const at = points.map(([a, b]) => [x(a), y(b)]).filter((pixels) => pixels.every((pixel) => Math.abs(pixel) < 1e5));
    inside.append(svgElement("path", { class: `walk ${method}`, d: at.map(([a, b], k) => `${k ? "L" : "M"}${tenths(a)} ${tenths(b)}`).join("") }));
    for (const [cx, cy] of at.slice(1)) inside.append(svgElement("circle", { class: `stop ${method}`, cx: tenths(cx), cy: tenths(cy), r: method === "newton" ? 3 : 1.8 }));
  }

  /** The circle of directions, each with a ray as long as its rate, outwards where f rises; and the gradient's arrow. */
  #directions(inside, [cx, cy], circle, [right, up]) {
    const norm = Math.hypot(right, up);
    if (!(norm > 0) || !Number.isFinite(norm)) return;
    const along = (angle, r) => [cx + r * Math.cos(angle), cy - r * Math.sin(angle)];
    const around = svgElement("g", { class: "directions" });
    inside.append(around);
    if (circle.length) around.append(svgElement("circle", { cx, cy, r: RADIUS }));
    for (const { angle, rate, mark } of circle) {
      const ray = segment(along(angle, RADIUS), along(angle, RADIUS + (RAY * rate) / norm), `ray ${mark ?? ""}`.trim());
      around.append(ray);
      if (mark) around.append(svgElement("circle", { class: `mark ${mark}`, cx: along(angle, RADIUS)[0], cy: along(angle, RADIUS)[1], r: 3.5 }));
    }
    const angle = Math.atan2(up, right);
    const [tip, neck] = [along(angle, ARROW), along(angle, ARROW - 9)];
    const [dx, dy] = [4 * Math.sin(angle), 4 * Math.cos(angle)];
    around.append(segment([cx, cy], neck, "gradient"));
    around.append(svgElement("path", { class: "head", d: `M${tip[0]} ${tip[1]}L${neck[0] + dx} ${neck[1] + dy}L${neck[0] - dx} ${neck[1] - dy}z` }));
  }
}

function segment([x1, y1], [x2, y2], kind) {
  return svgElement("line", { class: kind, x1: tenths(x1), y1: tenths(y1), x2: tenths(x2), y2: tenths(y2) });
}

function label(text, attributes) {
  const label = svgElement("text", attributes);
  put(label, text, Infinity);
  return label;
}

const tenths = (pixel) => Math.round(Math.max(-1e5, Math.min(1e5, pixel)) * 10) / 10;
