/** The line of steps: one tick per step with the symbol it writes; the thumb stands at the cursor. */

import { $, $$, element, formula } from "../text/dom.js";
import { nodeOf, shortSymbol } from "../study/words.js";
import { cursorAt, moved, shareOf } from "../state/playback.js";

const NAMED = 20; // more steps than this have bare ticks
const TICKED = 60; // more have none
const APART = 3; // pixels between two symbols
const WRITTEN = { value: "value", forward: "tangent", reverse: "adjoint" };

export class Scrubber {
  reads = ["frame", "study", "worded"];

  constructor(root, cursor) {
    Object.assign(this, { root, walk: cursor, ticks: [], length: 0 });
    this.line = $(".line", root);
    this.done = $(".done", root);
    this.thumb = $(".thumb", root);
    this.labels = $(".ticks", root);
    root.addEventListener("pointerdown", (event) => {
      root.setPointerCapture(event.pointerId);
      this.#follow(event);
    });
    root.addEventListener("pointermove", (event) => root.hasPointerCapture(event.pointerId) && this.#follow(event));
    root.addEventListener("keydown", (event) => this.#key(event));
  }

  show({ study }, frame) {
    const { sweep, steps, cursor, length, current } = frame;
    if (steps !== this.steps) this.#hold(study, steps, sweep);
    this.length = length;
    this.cursor = cursor;
    this.root.dataset.sweep = sweep;
    this.done.style.width = this.thumb.style.left = `${100 * shareOf(cursor, length)}%`;
    this.ticks.forEach((tick, i) => {
      tick.classList.toggle("passed", i < cursor);
      tick.classList.toggle("current", i === cursor - 1);
    });
    this.root.setAttribute("aria-valuemax", length);
    this.root.setAttribute("aria-valuenow", cursor);
    this.root.setAttribute("aria-valuetext", `step ${cursor} of ${length}${current?.text ? `: ${current.text}` : ""}`);
  }

  /** The steps of another sweep or study; those of a new point have the same ticks. */
  #hold(study, steps, sweep) {
    this.steps = steps;
    const key = steps.map((step) => shortSymbol(nodeOf(study, step.node))).join() + sweep;
    if (key !== this.key) this.#build(study, steps, sweep);
    this.key = key;
  }

  #build(study, steps, sweep) {
    const labelled = steps.length > 0 && steps.length <= NAMED;
    this.root.classList.toggle("labelled", labelled);
    this.ticks = steps.length > TICKED ? [] : steps.map((step, i) => {
      const tick = element("span", { class: "tick" });
      tick.style.left = `${100 * shareOf(i + 1, steps.length)}%`;
      const node = nodeOf(study, step.node);
      if (labelled) tick.append(formula(shortSymbol(node, WRITTEN[sweep]), node.display_name, { class: "label" }));
      return tick;
    });
    this.labels.replaceChildren(...this.ticks);
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
    const cursor = cursorAt((event.clientX - box.left) / box.width, this.length);
    if (cursor !== this.cursor) this.walk.move(cursor);
  }

  #key(event) {
    const move = { ArrowLeft: "back", ArrowDown: "back", ArrowRight: "next", ArrowUp: "next", Home: "first", End: "last" }[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.walk.move(moved(move, this.cursor, this.length));
  }
}
