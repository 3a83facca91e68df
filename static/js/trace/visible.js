/**
 * What of a scrolled box is in sight while numbers move. It is looked at once when they begin to, and again after a scroll; the rest is
 * hidden until they rest: the browser would paint some screens of it around the box at every number.
 */

const AROUND = 100; // pixels that are still near enough

export class Sight {
  #held = [];
  #seen = null;

  constructor(box) {
    this.box = box;
    for (const kind of ["scroll", "resize"]) addEventListener(kind, () => this.#seen && this.#look(), { capture: true, passive: true });
  }

  /** From now on these, and no others. */
  hold(elements) {
    this.moving(false);
    this.#held = elements;
  }

  moving(isMoving) {
    if (isMoving && !this.#seen) this.#look();
    if (isMoving || !this.#seen) return;
    for (const each of this.#held) each.classList.remove("unseen");
    this.#seen = null;
  }

  /** Whether it is to be written: at rest, everything. */
  has(element) {
    return !this.#seen || this.#seen.has(element);
  }

  #look() {
    const box = this.box.getBoundingClientRect();
    const sides = { left: Math.max(0, box.left), top: Math.max(0, box.top), right: Math.min(innerWidth, box.right), bottom: Math.min(innerHeight, box.bottom) };
    this.#seen = new Set(this.#held.filter((each) => each.isConnected && isNear(each.getBoundingClientRect(), sides)));
    for (const each of this.#held) each.classList.toggle("unseen", !this.#seen.has(each));
  }
}

function isNear({ left, top, right, bottom }, sides) {
  return right > sides.left - AROUND && left < sides.right + AROUND && bottom > sides.top - AROUND && top < sides.bottom + AROUND;
}
