/** Keeps the address bar at the state shown. Browsers refuse more than some hundred changes in half a minute. */

import { entryFor } from "./link.js";

const REST = 300; // milliseconds without a change, after which an entry is replaced; a first change is shown at once
const RUN = 1000; // milliseconds between two changes of one field that are one edit, as those of a key held down

export class Addresses {
  #last = null;
  #isSettled = false;
  #resting = null;
  #waiting = null;
  #changed = -Infinity;

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
    if (this.#isSettled && change !== "answer" && performance.now() - this.#changed > RUN) this.#last = null;
    const kind = entryFor(change, this.#last);
    if (change !== "answer") {
      this.#last = change;
      this.#isSettled = false;
    }
    if (kind === "push") {
      this.#rested();
      history.pushState(null, "", written());
    } else {
      this.#waiting = written;
      this.work.begin("address");
      clearTimeout(this.#resting);
      this.#resting = setTimeout(() => this.#rested(), performance.now() - this.#changed < REST ? REST : 0); // after what is seen
    }
    this.#changed = performance.now();
  }

  /** The edit is finished: the next one, be it of the same field, is one of its own, unless it follows at once. */
  settle() {
    this.#isSettled = true;
  }

  #rested() {
    const address = this.#waiting?.();
    this.#drop();
    if (!address || address === location.pathname + location.search) return;
    history.replaceState(null, "", address);
  }

  #drop() {
    clearTimeout(this.#resting);
    this.#resting = this.#waiting = null;
    this.work.end("address");
  }
}
