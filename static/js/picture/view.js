/** How the picture lies in its box: whole if it can be read so, else scrolled, with the current step in sight. */

import { $ } from "../text/dom.js";

const FLOOR = { wide: 0.45, tall: 0.72 }; // below this nothing in a node can be read; a phone scrolls before that
const USUAL = 952; // the width of the box on a small desktop: wider ones may enlarge
const ENLARGED = 1.35;
const LARGEST = 2.5;
const FACTOR = 1.25;
const EDGE = 4; // room for strokes around what is drawn
const CLICK = 4; // pixels that a mouse may move in a click

/** The scale that shows all of a picture, within what can be read; it is enlarged only where there is more room than usual. */
export function fitting(picture, box, layout) {
  const largest = Math.max(1, Math.min(ENLARGED, box.width / USUAL));
  return Math.max(FLOOR[layout], Math.min(largest, box.width / picture.width, box.height / picture.height));
}

/** How far to scroll so that what lies from low to high is seen between from and to: 0 if it is, else to its middle. */
function off(low, high, from, to) {
  return low >= from && high <= to ? 0 : (low + high) / 2 - (from + to) / 2;
}

export class View {
  reads = ["picture", "layout", "led"];
  #lastLed = null;

  /** `covered()` is how many pixels of the window's foot the player lies over. */
  constructor(root, buttons, { covered }) {
    Object.assign(this, { root, covered, scale: 1, fitted: true });
    this.bounded = matchMedia("(min-width: 1024px)"); // narrower, the box is as high as the picture
    $("[data-zoom=in]", buttons).addEventListener("click", () => this.zoom(FACTOR));
    $("[data-zoom=out]", buttons).addEventListener("click", () => this.zoom(1 / FACTOR));
    $("[data-zoom=fit]", buttons).addEventListener("click", () => this.#fit());
    new ResizeObserver(() => this.fitted && this.#fit()).observe(root);
    this.#drag();
  }

  /** Where the reader is led to a node, it is brought into sight. */
  show({ picture, layout, led }) {
    this.root.dataset.layout = layout;
    if (picture !== this.svg) this.#hold(picture);
    if (led === this.#lastLed) return;
    this.#lastLed = led;
    this.root.scrollIntoView({ block: "nearest" });
    this.#follow(led.node);
  }

  /** So is the node of the current step. */
  settle(state, { current }) {
    this.#follow(current?.node);
  }

  /** A new picture: it is cropped to what is drawn, so that no margin costs size. */
  #hold(svg) {
    this.svg = svg;
    if (!svg) return;
    const { x, y, width, height } = svg.getBBox();
    this.size = { width: width + 2 * EDGE, height: height + 2 * EDGE };
    svg.setAttribute("viewBox", [x - EDGE, y - EDGE, this.size.width, this.size.height].join(" "));
    if (this.fitted) this.#fit();
    else this.#apply();
  }

  #fit() {
    if (!this.svg) return;
    const style = getComputedStyle(this.root);
    const inner = (...sides) => sides.reduce((sum, side) => sum + parseFloat(style[`padding${side}`]), 0);
    const width = this.root.clientWidth - inner("Left", "Right");
    const height = this.bounded.matches ? this.root.clientHeight - inner("Top", "Bottom") : Infinity;
    this.fitted = true;
    this.scale = fitting(this.size, { width, height }, this.root.dataset.layout);
    this.#apply();
  }

  /** Larger or smaller around the middle of what is seen. */
  zoom(factor) {
    if (!this.svg) return;
    const { root } = this;
    const across = (root.scrollLeft + root.clientWidth / 2) / root.scrollWidth;
    const down = (root.scrollTop + root.clientHeight / 2) / root.scrollHeight;
    this.fitted = false;
    this.scale = Math.max(FLOOR.wide, Math.min(LARGEST, this.scale * factor));
    this.#apply();
    root.scrollTo(across * root.scrollWidth - root.clientWidth / 2, down * root.scrollHeight - root.clientHeight / 2);
  }

  /** Bring a node into sight: in the box, and on a small screen in the window, unless the reader has gone elsewhere. */
  #follow(id) {
    const node = this.svg && id && (this.svg.getElementById(id) ?? $(`[data-node="${id}"].current`, this.svg));
    if (!node) return;
    const at = node.getBoundingClientRect();
    const box = this.root.getBoundingClientRect();
    const left = off(at.left, at.right, Math.max(0, box.left), Math.min(innerWidth, box.right));
    if (this.bounded.matches) return this.#scroll(this.root, left, off(at.top, at.bottom, box.top, box.bottom));
    this.#scroll(this.root, left, 0);
    const bottom = innerHeight - this.covered();
    if (Math.min(box.bottom, bottom) - Math.max(0, box.top) > bottom / 2) this.#scroll(window, 0, off(at.top, at.bottom, 0, bottom));
  }

  #scroll(scroller, left, top) {
    if (!left && !top) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scroller.scrollBy({ left, top, behavior: calm ? "instant" : "smooth" });
  }

  #apply() {
    this.svg.style.width = `${this.size.width * this.scale}px`;
    this.svg.style.height = `${this.size.height * this.scale}px`;
    this.svg.dataset.scale = this.scale >= 0.72 ? "full" : this.scale >= 0.45 ? "medium" : "small";
  }

  /** A mouse drags the picture; fingers scroll the box by themselves. */
  #drag() {
    let last = null;
    let way = 0;
    this.root.addEventListener("pointerdown", (event) => {
      way = 0;
      if (event.pointerType === "mouse" && event.button === 0) last = [event.clientX, event.clientY];
    });
    addEventListener("pointermove", (event) => {
      if (!last) return;
      const by = [last[0] - event.clientX, last[1] - event.clientY];
      way += Math.abs(by[0]) + Math.abs(by[1]);
      this.root.scrollBy({ left: by[0], top: by[1], behavior: "instant" });
      last = [event.clientX, event.clientY];
    });
    addEventListener("pointerup", () => (last = null));
    this.root.addEventListener("click", (event) => way > CLICK && event.stopPropagation(), true);
  }
}
