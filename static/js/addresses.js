/** Keeps the address bar at the state shown. Browsers refuse more than some hundred changes in half a minute. */

import { entryFor } from "./link.js";

const REST = 300; // milliseconds between two replacements of one entry

export class Addresses {
  #last = null;
  #resting = null;
  #waiting = null;
  #replaced = -Infinity;

  constructor({ work, restored }) {
    this.work = work;
    addEventListener("popstate", () => {
      this.#drop();
      this.#last = null;
      if (!location.pathname.startsWith("/s/")) restored(location.search);
      else location.reload(); // a short link whose state no address says
    });
  }

  /**
   * Show an address after a change ("program", "input:x1", "example", "sweep", "wrt", "step", "answer"). `written()` makes it
   * from what the state is now, for it may be called later: of the steps of a walk only the last one's is needed.
   */
  show(written, change) {
    const kind = entryFor(change, this.#last);
    if (change !== "answer") this.#last = change;
    if (kind === "push") {
      this.#rested();
      history.pushState(null, "", written());
    } else {
      this.#waiting = written;
      this.work.begin("address");
      this.#resting ??= setTimeout(() => this.#rested(), Math.max(0, this.#replaced + REST - performance.now())); // after what is seen
    }
  }

  /** The edit is finished: the next one, be it of the same field, is one of its own. */
  settle() {
    this.#last = null;
  }

  #rested() {
    const address = this.#waiting?.();
    this.#drop();
    if (!address || address === location.pathname + location.search) return;
    history.replaceState(null, "", address);
    this.#replaced = performance.now();
  }

  #drop() {
    clearTimeout(this.#resting);
    this.#resting = this.#waiting = null;
    this.work.end("address");
  }
}
