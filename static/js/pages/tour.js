/** Three turns of a first tour, over the picture's free corner; whoever has ended it is not shown it again. */

import { $, $$ } from "../text/dom.js";
import { recall, remember } from "../text/local_storage.js";

const SEEN = "tour";
const OVER_IT = "dialog[open], :popover-open"; // what Escape closes first

export class Tour {
  #at = 0; // the turn that is shown
  #resting; // what gets the focus when the tour ends from inside

  /** It begins by itself where the server says that this is a first screen; `resting` then gets the focus at its end. */
  constructor(root, { resting }) {
    const [back, next, end] = $$("[data-turn]", root);
    Object.assign(this, { root, turns: $$("[role=status] > p", root), count: $(".turn", root), back, next, end });
    this.#resting = resting;
    root.addEventListener("click", ({ target }) => this.#turn(target.closest("[data-turn]")?.dataset.turn));
    document.addEventListener("click", ({ target }) => target.closest("[data-tour]") && this.#again(target));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || root.hidden || root.inert || $(OVER_IT)) return;
      this.#end();
    });
    if ("first" in root.dataset && recall(SEEN) === null) this.#show(0);
  }

  #show(at) {
    this.#at = at;
    this.root.hidden = false;
    document.body.dataset.touring = this.count.textContent = at + 1;
    this.turns.forEach((turn, i) => (turn.hidden = i !== at));
    this.back.hidden = at === 0;
    this.next.hidden = at === this.turns.length - 1;
  }

  #turn(way) {
    if (way === "end") this.#end();
    else if (way) this.#show(this.#at + (way === "next" ? 1 : -1));
    if (way === "next" && this.next.hidden) this.end.focus();
    if (way === "back" && this.back.hidden) this.next.focus();
  }

  /** Asked for: it begins anew and takes the focus. */
  #again(asking) {
    asking.closest("dialog")?.close();
    this.#resting = document.activeElement;
    this.#show(0);
    this.next.focus();
  }

  #end() {
    remember(SEEN, "seen");
    if (this.root.contains(document.activeElement)) this.#resting.focus();
    this.root.hidden = true;
    delete document.body.dataset.touring;
  }
}
