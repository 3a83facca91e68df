/** A part in a tab that few people open: its script is fetched when that is opened first, and the page is lighter without it. */
export class LatePart {
  #isAsked = false;
  #part = null;

  /** `load()` fetches the script, `make(room)` the part from it. */
  constructor(panel, { reads, work, load, make }) {
    Object.assign(this, { panel, reads, work, load, make });
    panel.addEventListener("toggle", () => this.#open());
  }

  show(state) {
    this.state = state;
    this.#part?.show(state);
  }

  async #open() {
    if (this.panel.hidden || this.#isAsked) return;
    this.#isAsked = true;
    this.work.begin("late part");
    const room = await this.load().catch(() => null);
    this.#isAsked = room !== null; // where the server was not reached, the next time it may be
    if (room) {
      this.#part = this.make(room);
      if (this.state) this.#part.show(this.state);
    }
    this.work.end("late part");
  }
}
