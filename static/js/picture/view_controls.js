/** The words and signs under the picture: what holds is underlined, what would do nothing says why. */

import { $ } from "../text/dom.js";
import { FACTOR, LARGEST } from "./camera.js";

const PERCENT = (scale) => `${Math.round(100 * scale)} %`;

export class ViewControls {
  constructor(root, { zoom, whole, follow }) {
    const button = (name, act) => {
      const found = $(`[data-zoom=${name}]`, root);
      found.addEventListener("click", () => found.getAttribute("aria-disabled") === "true" || act());
      return found;
    };
    this.percent = $(".percent", root);
    this.out = button("out", () => zoom(1 / FACTOR));
    this.in = button("in", () => zoom(FACTOR));
    this.whole = button("whole", whole);
    this.follow = button("follow", follow);
  }

  /** floor: the smallest scale that can be read; held: "whole", "step" or null; fits: whether the whole can be seen at once; opens: whether boxes are open; isSeen: whether all is in view. */
  show({ scale, floor, held, fits, opens, isSeen }) {
    const key = [scale, floor, held, fits, opens, isSeen].join();
    if (key === this.key) return;
    this.key = key;
    this.percent.textContent = PERCENT(scale);
    this.#allow(this.out, scale > floor, `At ${PERCENT(floor)} numbers are as small as can be read`);
    this.#allow(this.in, scale < LARGEST, `${PERCENT(LARGEST)} is the largest`);
    this.#allow(this.whole, fits || opens, `Even at ${PERCENT(floor)}, the smallest that can be read, this graph is larger than its window: drag it, or follow the step`);
    this.#allow(this.follow, !(isSeen && scale >= 1) || held === "step", "All of the graph is in view at its full size");
    this.whole.setAttribute("aria-pressed", String(held === "whole"));
    this.follow.setAttribute("aria-pressed", String(held === "step"));
  }

  #allow(button, isAllowed, reason) {
    button.dataset.title ??= button.title;
    button.setAttribute("aria-disabled", String(!isAllowed));
    button.title = isAllowed ? button.dataset.title : reason;
  }
}
