/**
 * What of the picture is seen: all of it where it can be read so; all of it with less in its nodes, and that larger; or the
 * surroundings of the current step. The one of two pictures, wide or tall, that the box shows larger. Nothing scrolls.
 */

import { $, $$ } from "../text/dom.js";

const FLOOR = 13 / 18; // below this nothing can be read: numbers are 18 pixels high at 1, and no text is under 13
const COMPACT = 0.5; // and below this not even what nodes hold then: operation, symbol and the sweep's number, 26 pixels high
const LARGEST = 1.6;
const LARGER = 1.44; // how much larger type is then, as in css/embed/player.css
const DIGITS = 3; // of a number then
const LONG = ".head:is(.long, .small), .array-slot, .leaf, .box"; // what has no room for larger type
const EDGE = 5; // room for strokes around what is drawn

export class Lens {
  reads = ["frame", "picture"];

  /** pictures: {wide, tall}, each an <svg> or null. */
  constructor(root, pictures, store) {
    Object.assign(this, { root, pictures, store, sizes: new Map() });
    for (const [layout, svg] of Object.entries(pictures)) if (svg) this.sizes.set(layout, sizeOf(svg));
    new ResizeObserver(() => this.frame && this.#look()).observe(root);
  }

  show(state, frame) {
    const isFirst = !this.frame;
    this.frame = frame;
    if (isFirst) this.#look(); // before the painter writes its numbers
  }

  settle() {
    this.#look();
  }

  #look() {
    const box = { width: this.root.clientWidth, height: this.root.clientHeight };
    if (!this.sizes.size || !box.width || !box.height) return;
    const scales = [...this.sizes].map(([layout, size]) => ({ layout, size, scale: Math.min(box.width / size.width, box.height / size.height) }));
    const best = scales.reduce((one, other) => (other.scale > one.scale ? other : one));
    const { layout, size } = best;
    const picture = this.pictures[layout];
    const isCompact = best.scale < FLOOR && best.scale >= COMPACT && !$(LONG, picture);
    const scale = isCompact ? best.scale : Math.min(LARGEST, Math.max(FLOOR, best.scale));
    if (picture.classList.contains("compact") !== isCompact) makeCompact(picture, isCompact);
    this.root.dataset.layout = layout;
    if (picture !== this.store.state.picture) {
      this.store.change({ picture });
      return; // the next settling looks through it
    }
    const [width, height] = [box.width / scale, box.height / scale];
    const at = this.#middle(picture, size);
    const x = placed(at.x, size.x, size.width, width);
    const y = placed(at.y, size.y, size.height, height);
    picture.setAttribute("viewBox", [x, y, width, height].map((each) => each.toFixed(1)).join(" "));
  }

  /** Where the current step's node stands; before the first, the picture's middle. */
  #middle(picture, { x, y, width, height }) {
    const id = this.frame.current?.node;
    const node = id && (picture.getElementById(id) ?? $(`[data-node="${id}"].current`, picture));
    if (!node) return { x: x + width / 2, y: y + height / 2 };
    const { e, f } = node.transform.baseVal.consolidate()?.matrix ?? { e: 0, f: 0 };
    const box = node.getBBox();
    return { x: e + box.x + box.width / 2, y: f + box.y + box.height / 2 };
  }
}

/** In larger type a number has less room: the painter takes fewer digits, or a size that goes without the symbol. */
function makeCompact(picture, isCompact) {
  picture.classList.toggle("compact", isCompact);
  for (const slot of $$(".node > :is(.value, .derivative)[data-room]", picture)) {
    slot.dataset.room = Math.floor(isCompact ? slot.dataset.room / LARGER : slot.dataset.room * LARGER);
    if (isCompact) slot.dataset.digits = DIGITS;
    else delete slot.dataset.digits;
  }
}

/** Where a window of this length begins on a line, so that a place is seen and nothing beside the line is. */
function placed(at, start, length, window) {
  if (window >= length) return start + (length - window) / 2;
  return Math.max(start, Math.min(start + length - window, at - window / 2));
}

/** The picture's own place and size, as its server wrote them: one that does not hang cannot be measured. */
function sizeOf(svg) {
  const [x, y, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  svg.dataset.scale = "full";
  return { x: x - EDGE, y: y - EDGE, width: width + 2 * EDGE, height: height + 2 * EDGE };
}
