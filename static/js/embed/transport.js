/** The player's buttons, and where it stands. */

import { $, $$ } from "../text/dom.js";

export class Transport {
  reads = ["frame", "playing"];

  constructor(root, cursor) {
    this.player = cursor.player;
    this.moves = $$("[data-move]", root);
    this.play = $(".play", root);
    this.at = $(".count b", root);
    this.length = $(".count span", root);
    for (const button of this.moves) button.addEventListener("click", () => cursor.move(button.dataset.move));
    this.play.addEventListener("click", () => this.player.toggle());
  }

  /** What would do nothing is not `disabled`: that would drop the focus. */
  show(state, { cursor, length }) {
    const { playing } = this.player;
    const [atStart, atEnd] = [cursor === 0, cursor === length];
    const spent = { first: atStart, back: atStart, next: atEnd, last: atEnd };
    for (const button of this.moves) button.setAttribute("aria-disabled", String(spent[button.dataset.move]));
    this.play.setAttribute("aria-disabled", String(length === 0));
    this.play.setAttribute("aria-label", playing ? "Pause" : "Play");
    this.play.classList.toggle("playing", playing);
    this.at.textContent = cursor;
    this.length.textContent = length;
  }
}
