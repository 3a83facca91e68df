/** What is written when: the picture at once, the words in the frame after it, and what is measured last, so that the page is laid out once. */

const READING = 250; // milliseconds: while numbers move, the picture follows each answer, and what is read follows four times a second
const whenIdle = globalThis.requestIdleCallback ?? setTimeout;

export class Showing {
  #framing = null;
  #read = 0; // when what is read was written last

  /**
   * `cursor` has the frame that the screen is to show; watched: the parts that follow every number; read: the others that a step changes, but
   * for the panel with its words; views: the parts where a marked node lights up; `settled(frame)` is told when all of them stand.
   */
  constructor(state, { cursor, work, watched, read, panel, views, settled }) {
    Object.assign(this, { state, cursor, work, watched, read, panel, views, settled });
    this.others = views.filter((each) => each !== panel);
  }

  /** A new state; while its numbers move nothing is measured. */
  render() {
    const { state } = this;
    if (!state.moving) return this.step();
    const isDue = performance.now() - this.#read >= READING;
    this.#write(isDue ? [...this.watched, ...this.read, this.panel] : this.watched, this.views);
    if (isDue) this.#read = performance.now();
  }

  /** Another step of the same study. */
  step() {
    this.#write([...this.watched, ...this.read], this.others);
    this.work.begin("frame");
    cancelAnimationFrame(this.#framing);
    this.#framing = requestAnimationFrame(() => this.#settle());
  }

  /** The marked node lights up in every view. */
  remark() {
    for (const each of this.views) each.mark(this.state);
  }

  #write(parts, views) {
    const shown = this.cursor.frame();
    for (const part of parts) part.show(this.state, shown);
    for (const each of views) each.mark(this.state);
  }

  #settle() {
    this.#write([this.panel], [this.panel]);
    const shown = this.cursor.frame();
    this.settled(shown);
    this.work.end("frame");
    whenIdle(() => shown === this.cursor.frame() && this.panel.prepare(this.state, this.cursor.near()));
  }
}
