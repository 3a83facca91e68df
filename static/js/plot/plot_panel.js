/**
 * The tab with the plot: which axes, how near, which secant; what is asked of the server, at most one plot at a time; and
 * the point, which moves by pointer and by keys as it does by its slider.
 */

import { allEntries, entryAt, movedTo } from "../study/input_entries.js";
import { valueAt } from "./curve.js";
import { $, $$, element, sentence } from "../text/dom.js";
import { numberOf, numberText, typographic } from "../text/number.js";
import { Plot } from "./drawing.js";
import { gridRows, gridWords, lineRows, lineWords, noteOf, stepText, unplottable } from "./plot_words.js";
import { pointOf, pointShown } from "../study/point.js";
import { sentenceOf } from "../text/parts.js";
import { questionOfPart } from "../state/request_body.js";
import { dragStep, holds, keyStep, rangesAround, zoomed } from "./ranges.js";
import { roundUp, snapped } from "./scale.js";

const MOST = 200; // entries to choose axes from
const NONE = ""; // no second axis
const STEPS = 50; // of the paths downhill
const FIRST_STEP = 1 / 16; // of the view: as far as the first step of gradient descent goes
const KEYS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowDown: [1, -1], ArrowUp: [1, 1] };

export class PlotPanel {
  reads = ["study"];
  #asking = false;
  #again = false;

  /** `question` is told every move of the point, and when one is finished. */
  constructor(panel, { api, work, question }) {
    Object.assign(this, { panel, api, work, question, axes: [], ranges: null, answer: null, held: null, stride: null });
    this.choices = [$(".first", panel), $(".second", panel)];
    this.halving = $(".halving input", panel);
    this.striding = $(".stride input", panel);
    this.plot = new Plot($(".figure", panel));
    panel.addEventListener("toggle", () => {
      this.#settle(this.room.getAttribute("aria-pressed") === "true");
      this.#fill();
    });
    for (const choice of this.choices) choice.addEventListener("change", () => this.#choose(this.choices.map(({ value }) => value).filter(Boolean)));
    for (const button of $$(".closer [value]", panel)) button.addEventListener("click", () => this.#zoom(Number(button.value)));
    this.room = $(".room", panel);
    this.room.addEventListener("click", () => this.#settle(this.room.getAttribute("aria-pressed") !== "true"));
    this.halving.addEventListener("input", () => this.#paint());
    this.striding.addEventListener("change", () => this.#stride());
    new ResizeObserver(() => this.#paint()).observe($(".figure", panel));
    this.#drag(this.plot.handle);
    this.plot.handle.addEventListener("keydown", (event) => this.#key(event));
  }

  /** In the graph's place, or beside the explanation. */
  #settle(isRoomy) {
    this.room.setAttribute("aria-pressed", String(isRoomy));
    this.panel.closest(".page").classList.toggle("roomy", isRoomy && !this.panel.hidden);
  }

  show(state) {
    this.state = state;
    this.#fill();
  }

  /** Ask for a plot of the study, if the tab is open and shows another one. */
  #fill() {
    const study = this.state?.study;
    if (this.panel.hidden || !study) return;
    const nothing = unplottable(study);
    this.#tell(nothing);
    if (nothing) return;
    this.#offer(allEntries(study, MOST));
    this.#ask();
  }

  /** The entries to choose from; the axes stay where they can. */
  #offer(entries) {
    if (entries.join() === this.entries?.join()) return;
    this.entries = entries;
    const [first, second] = this.choices;
    const option = (entry, text = entry) => element("option", { value: entry }, text);
    first.replaceChildren(...entries.map((entry) => option(entry)));
    second.replaceChildren(option(NONE, "–"), ...entries.map((entry) => option(entry)));
    second.parentElement.hidden = entries.length < 2;
    const kept = this.axes.filter((axis) => entries.includes(axis));
    this.#set(kept.length ? kept : entries.slice(0, 1));
  }

  #set([first, second = NONE]) {
    this.axes = first === second || !second ? [first] : [first, second];
    this.choices[0].value = first;
    this.choices[1].value = this.axes[1] ?? NONE;
    for (const option of this.choices[1].options) option.disabled = option.value === first;
    this.ranges = this.stride = null;
  }

  #choose(axes) {
    this.#set(axes);
    this.#ask();
  }

  #zoom(factor) {
    if (!this.ranges) return;
    this.ranges = zoomed(this.ranges, this.#at(), factor);
    this.#ask();
  }

  #stride() {
    const step = this.striding.valueAsNumber;
    if (!(step > 0)) return this.#paint();
    this.stride = step;
    this.#ask();
  }

  #at() {
    const point = pointOf(this.state.study);
    return this.axes.map((axis) => entryAt(point, axis));
  }

  /** One question at a time; while it is under way the newest waits. */
  async #ask() {
    this.#again = true;
    if (this.#asking) return;
    this.#asking = true;
    this.work.begin("plot");
    while (this.#again) {
      this.#again = false;
      await this.#answer();
    }
    this.#asking = false;
    this.work.end("plot");
  }

  async #answer() {
    const { state, axes } = this;
    const at = this.#at();
    if (!this.ranges || (!this.held && !holds(this.ranges, at))) this.ranges = rangesAround(at);
    const question = { ...questionOfPart(state), axes, ranges: this.ranges };
    const key = JSON.stringify([question, this.stride]);
    if (key === this.asked) return this.#paint();
    this.asked = key;
    const [answer, directions] = await Promise.all([this.api.plot(question), axes.length > 1 ? this.#directions(question) : null]).catch((problem) => [{ problem }]);
    if (answer.problem) {
      this.answer = this.asked = null;
      this.#tell(answer.problem.message);
    } else if (axes === this.axes) {
      Object.assign(this, { answer, directions });
      this.#paint();
    }
  }

  /** The circle and the paths, which a view of two axes shows: the points of the paths along these two. */
  async #directions({ axes, ranges, ...question }) {
    const slopes = axes.map((axis) => numberOf(entryAt(this.state.study.gradient, axis)));
    const norm = Math.hypot(...slopes);
    this.stride ??= norm > 0 && Number.isFinite(norm) ? roundUp(((ranges[0][1] - ranges[0][0]) * FIRST_STEP) / norm) : 1;
    const body = { ...question, include: ["directions", "parts"], descent: { step: this.stride, steps: STEPS } };
    const answer = await this.api.part("directions of the plot", body);
    if (!answer) return null;
    const { circle, paths } = answer.directions;
    const seen = (path) => ({ ...path, points: path.points.map((point) => axes.map((axis) => entryAt(point.at, axis))) });
    const drawn = paths && Object.fromEntries(Object.entries(paths).map(([method, path]) => [method, seen(path)]));
    return { circle, paths: drawn, results: paths };
  }

  #tell(nothing) {
    $(".nothing", this.panel).hidden = !nothing;
    $(".nothing", this.panel).textContent = nothing ?? "";
    for (const part of $$(".axes, .plotted", this.panel)) part.hidden = Boolean(nothing);
  }

  #paint() {
    const { answer, ranges, panel } = this;
    if (!answer || panel.hidden || !this.plot.root.clientWidth) return;
    this.#tell(null);
    const isLine = this.axes.length === 1;
    $(".halving", panel).hidden = !isLine;
    $(".stride", panel).hidden = !this.directions?.results;
    panel.classList.toggle("contour", !isLine);
    if (isLine) this.#line(answer, ranges);
    else this.#grid(answer, ranges);
    sentence($(".beside .note", panel), noteOf(answer, this.directions?.results));
    if (this.held) this.plot.place(this.held);
    this.#name(this.held ?? [answer.at].flat());
  }

  #line(answer, ranges) {
    const f = this.state.study.result.text;
    const chosen = Number(this.halving.value);
    const h = stepText(answer.secants[chosen].h);
    $(".halving output", this.panel).textContent = h;
    this.halving.setAttribute("aria-valuetext", h);
    this.plot.line(answer, ranges, chosen, lineWords(answer, chosen, ranges[0], f));
    this.#list(lineRows(answer, chosen, f));
  }

  #grid(answer, ranges) {
    const f = this.state.study.result.text;
    const paths = this.directions?.results ?? null;
    if (document.activeElement !== this.striding) this.striding.value = this.stride ?? "";
    this.plot.grid(answer, ranges, this.directions, (count) => gridWords(answer, paths, count, f));
    this.#list(gridRows(answer, paths, f));
  }

  #list(rows) {
    const pairs = rows.map(({ name, parts, kind }) => {
      const number = element("dd", { class: kind || null });
      sentence(number, sentenceOf(parts));
      return element("div", {}, element("dt", { class: kind || null }, name), number);
    });
    $("dl", this.panel).replaceChildren(...pairs);
  }

  /** The handle as assistive technology reads it. */
  #name(at) {
    const { handle } = this.plot;
    const [low, high] = this.ranges[0];
    handle.setAttribute("aria-label", `Point of the plot: ${this.axes.join(" and ")}`);
    for (const [name, value] of Object.entries({ valuemin: low, valuemax: high, valuenow: at[0] })) handle.setAttribute(`aria-${name}`, value);
    handle.setAttribute("aria-valuetext", this.axes.map((axis, k) => `${axis} = ${typographic(numberText(at[k]))}`).join(", "));
  }

  #move(numbers) {
    const moves = Object.fromEntries(this.axes.map((axis, k) => [axis, numbers[k]]));
    this.question.moveInputs(movedTo(pointShown(this.state), moves));
  }

  #drag(handle) {
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      handle.focus();
      handle.setPointerCapture(event.pointerId);
      this.held = [NaN, NaN];
      this.#follow(event);
    });
    handle.addEventListener("pointermove", (event) => this.held && this.#follow(event));
    for (const end of ["pointerup", "pointercancel"]) {
      handle.addEventListener(end, () => {
        if (!this.held) return;
        this.held = null;
        this.question.commit();
        this.#ask();
      });
    }
  }

  /** The handle is under the pointer at once, on a line at its height; numbers and slopes come when they are known. */
  #follow(event) {
    const numbers = this.plot.numbersAt(event).slice(0, this.axes.length);
    const snappedTo = numbers.map((x, k) => {
      const [low, high] = this.ranges[k];
      return snapped(Math.max(low, Math.min(high, x)), roundUp(dragStep(this.ranges[k])));
    });
    this.held = this.axes.length === 1 ? [snappedTo[0], valueAt(this.answer, snappedTo[0])] : snappedTo;
    this.plot.place(this.held);
    this.#move(snappedTo);
  }

  #key(event) {
    const [axis, sign] = KEYS[event.key] ?? [];
    if (sign === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const point = pointShown(this.state);
    const at = this.axes.map((each) => entryAt(point, each));
    const moving = this.axes.length === 1 ? 0 : axis;
    const step = roundUp(keyStep(this.ranges[moving])) * (event.shiftKey ? 10 : 1);
    at[moving] = snapped(at[moving] + sign * step, step / (event.shiftKey ? 10 : 1));
    this.#move(at);
    this.question.commit();
  }
}
