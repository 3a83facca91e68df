/**
 * The line of steps. Few have a tick each, with the symbol that they write; many are a bar of segments, one a line of the program.
 * The thumb stands at the cursor.
 */

import { $, $$, element, formula } from "../text/dom.js";
import { nodeOf, shortSymbol } from "../study/words.js";
import { cursorIn, lineRuns, placeIn } from "../study/line_runs.js";
import { cursorAt, moved, shareOf } from "../state/playback.js";

const MANY = 20; // steps from here on are segments, where they belong to several lines
const SEGMENTS = 48; // more have no room
const GAP = 3; // pixels between two segments
const NAMED = 20; // more steps than this have bare ticks
const TICKED = 60; // more have none
const APART = 3; // pixels between two symbols
const CLICK = 4; // pixels that a pointer may move in a click
const WRITTEN = { value: "value", forward: "tangent", reverse: "adjoint" };

export class Scrubber {
  reads = ["frame", "study", "worded"];

  constructor(root, cursor) {
    Object.assign(this, { root, walk: cursor, ticks: [], runs: [], length: 0 });
    this.line = $(".line", root);
    this.done = $(".done", root);
    this.thumb = $(".thumb", root);
    this.labels = $(".ticks", root);
    let start = null; // where a press on a segment began, until it is a drag
    root.addEventListener("pointerdown", (event) => {
      root.setPointerCapture(event.pointerId);
      start = this.runs.length ? event.clientX : null;
      if (start === null) this.#follow(event);
    });
    root.addEventListener("pointermove", (event) => {
      if (!root.hasPointerCapture(event.pointerId)) return;
      if (start !== null && Math.abs(event.clientX - start) > CLICK) start = null;
      if (start === null) this.#follow(event);
    });
    root.addEventListener("pointerup", (event) => start !== null && this.#toLine(event));
    root.addEventListener("keydown", (event) => this.#key(event));
  }

  show({ study }, frame) {
    const { sweep, steps, cursor, length, current } = frame;
    if (steps !== this.steps) this.#hold(study, steps, sweep);
    this.length = length;
    this.cursor = cursor;
    this.root.dataset.sweep = sweep;
    this.thumb.style.left = this.#place(cursor);
    if (this.runs.length) this.#fill(cursor);
    else this.done.style.width = this.#place(cursor);
    this.ticks.forEach((tick, i) => {
      tick.classList.toggle("passed", i < cursor);
      tick.classList.toggle("current", i === cursor - 1);
    });
    this.root.setAttribute("aria-valuemax", length);
    this.root.setAttribute("aria-valuenow", cursor);
    this.root.setAttribute("aria-valuetext", `step ${cursor} of ${length}${current?.text ? `: ${current.text}` : ""}`);
  }

  #place(cursor) {
    if (!this.runs.length) return `${100 * shareOf(cursor, this.length)}%`;
    const { share, gaps } = placeIn(this.runs, cursor);
    return `calc((100% - ${GAP * (this.runs.length - 1)}px) * ${share} + ${GAP * gaps}px)`;
  }

  #fill(cursor) {
    this.segments.forEach((segment, i) => {
      const { from, count } = this.runs[i];
      const done = Math.max(0, Math.min(1, (cursor - from) / count));
      segment.classList.toggle("passed", done > 0);
      segment.firstChild.style.width = `${100 * done}%`;
    });
  }

  /** The steps of another sweep or study; those of a new point have the same ticks. */
  #hold(study, steps, sweep) {
    this.steps = steps;
    const key = steps.map((step) => shortSymbol(nodeOf(study, step.node))).join() + sweep;
    if (key !== this.key) this.#build(study, steps, sweep);
    this.key = key;
  }

  #build(study, steps, sweep) {
    const runs = steps.length >= MANY ? lineRuns(study, steps) : [];
    this.runs = runs.length > 1 && runs.length <= SEGMENTS ? runs : [];
    const isSegmented = this.runs.length > 0;
    const labelled = isSegmented || (steps.length > 0 && steps.length <= NAMED);
    this.root.classList.toggle("labelled", labelled);
    this.root.classList.toggle("segmented", isSegmented);
    this.segments = this.runs.map((run) => segmentOf(run, WRITTEN[sweep]));
    this.ticks = isSegmented || steps.length > TICKED ? [] : steps.map((step, i) => {
      const tick = element("span", { class: "tick" });
      tick.style.left = `${100 * shareOf(i + 1, steps.length)}%`;
      const node = nodeOf(study, step.node);
      if (labelled) tick.append(formula(shortSymbol(node, WRITTEN[sweep]), node.display_name, { class: "label" }));
      return tick;
    });
    this.labels.replaceChildren(...this.segments, ...this.ticks);
    this.names = $$(".label", this.labels);
    this.fitted = null;
  }

  /** A symbol that would touch the next one is not seen: measured once for a width, when all is laid out. */
  fit() {
    const width = this.line.clientWidth;
    if (width === this.fitted) return;
    this.fitted = width;
    const boxes = this.names.map((name) => name.getBoundingClientRect());
    let taken = Infinity;
    for (let i = boxes.length - 1; i >= 0; i--) {
      const isCrowded = boxes[i].right > taken - APART;
      this.names[i].classList.toggle("crowded", isCrowded);
      if (!isCrowded) taken = boxes[i].left;
    }
  }

  #follow(event) {
    const box = this.line.getBoundingClientRect();
    const cursor = this.runs.length ? this.#under(event).cursor : cursorAt((event.clientX - box.left) / box.width, this.length);
    if (cursor !== this.cursor) this.walk.move(cursor);
  }

  /** A click goes to the start of a line. */
  #toLine(event) {
    this.walk.move(this.#under(event).run.from + 1);
  }

  #under({ clientX }) {
    const box = this.line.getBoundingClientRect();
    return cursorIn(this.runs, clientX - box.left, box.width, GAP);
  }

  #key(event) {
    const move = { ArrowLeft: "back", ArrowDown: "back", ArrowRight: "next", ArrowUp: "next", Home: "first", End: "last" }[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.walk.move(moved(move, this.cursor, this.length));
  }
}

/** A line's stretch of the bar, as wide as its steps, with the symbol of what it computes. */
function segmentOf({ count, node, isInputs }, kind) {
  const label = isInputs ? element("span", { class: "label word" }, "inputs") : formula(shortSymbol(node, kind), node.display_name, { class: "label" });
  const segment = element("span", { class: "segment" }, element("span", { class: "fill" }), label);
  segment.style.flexGrow = count;
  return segment;
}
