/** A part that few people open: its script is fetched when that is asked for first, and the page is lighter without it. */
export class LatePart {
  #isAsked = false;
  #part = null;
  #shown = null; // what was shown last

  /** `load()` fetches the script, `make(room)` the part from it. A panel, if there is one, asks when it is opened; so does a state that `wants(state)` it. */
  constructor(panel, { reads, work, load, make, wants = () => false }) {
    Object.assign(this, { reads, work, load, make, wants });
    panel?.addEventListener("toggle", () => panel.hidden || this.ask());
  }

  show(...shown) {
    this.#shown = shown;
    if (this.wants(shown[0])) this.ask();
    this.#part?.show?.(...shown);
  }

  mark(state) {
    this.#part?.mark?.(state);
  }

  fit() {
    this.#part?.fit?.();
  }

  settle() {
    this.#part?.settle?.();
  }

  /** The part, fetched and shown; null where the server is not reached, or where it is on its way already: the next time it may be there. */
  async ask() {
    if (this.#part || this.#isAsked) return this.#part;
    this.#isAsked = true;
    this.work.begin("late part");
    const room = await this.load().catch(() => null);
    this.#isAsked = false;
    if (room) {
      this.#part = this.make(room);
      if (this.#shown) {
        this.#part.show?.(...this.#shown);
        this.#part.mark?.(this.#shown[0]);
        this.#part.fit?.();
      }
    }
    this.work.end("late part");
    return this.#part;
  }

  /** The part, if it is there. */
  get part() {
    return this.#part;
  }
}
