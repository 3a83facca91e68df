/** Reads each step out once, when somebody went there; the first screen and new numbers at the same step are silent. */

export class Announcer {
  #said = null;

  constructor(region) {
    this.region = region;
  }

  /** A step without words is read out when they have come (player/late_words.js). */
  settle(state, { sweep, entry, cursor, length, current }) {
    if (current && current.text === null) return;
    const isStep = current?.rule !== "none";
    const key = [sweep, entry, cursor, isStep || current.node].join();
    if (this.#said !== null && this.#said !== key) {
      this.region.textContent = isStep ? `Step ${cursor} of ${length}.${current ? ` ${current.text}` : ""}` : current.text;
    }
    this.#said = key;
  }
}
