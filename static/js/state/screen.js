/**
 * Which parts are shown when. A part `reads` keys of the state, and "frame", which is the cursor's; it is shown again when one of
 * them is another: `show(state, frame)`, and without `reads` at every change. `mark(state)` follows the marked node. Once all
 * parts stand, `fit()` measures, and `settle(state, frame)` may scroll, move or speak.
 * The picture is written at once, the words in the frame after it, and what is measured last, so that the page is laid out once.
 */

const READING = 250; // milliseconds: while numbers move, the picture follows each answer, and what is read follows four times a second
const whenIdle = globalThis.requestIdleCallback ?? setTimeout;

export class Screen {
  #framing = null;
  #paced = 0; // when the paced parts were shown last
  #shown = new Map(); // by part: what it read when it was shown last
  #marked = new Map(); // by part: the node that it marked last

  /**
   * always: parts that need no study; atOnce: those that follow every number; paced: the others that a step changes, but for
   * the explanation with its words.
   */
  constructor(store, { cursor, work, always, atOnce, paced, explanation }) {
    Object.assign(this, { store, cursor, work, always, atOnce, paced, explanation });
    this.all = [...atOnce, ...paced, explanation];
    store.subscribe(() => this.#follow());
  }

  #follow() {
    const { state } = this.store;
    this.#show(this.always, null);
    if (!state.study) return;
    const frame = this.cursor.frame();
    const isDue = !state.moving || performance.now() - this.#paced >= READING;
    const isOther = this.#show(isDue ? [...this.atOnce, ...this.paced] : this.atOnce, frame);
    if (state.moving && isDue) {
      this.#show([this.explanation], frame);
      this.#paced = performance.now();
    }
    for (const part of this.all) this.#mark(part);
    if (!state.moving && isOther) this.#settleNext();
  }

  #settleNext() {
    this.work.begin("frame");
    cancelAnimationFrame(this.#framing);
    this.#framing = requestAnimationFrame(() => this.#settle());
  }

  #settle() {
    const { state } = this.store;
    const frame = this.cursor.frame();
    this.#show([this.explanation], frame);
    this.#mark(this.explanation);
    for (const part of this.all) part.fit?.();
    this.work.waitForFonts();
    for (const part of this.all) part.settle?.(state, frame);
    this.work.end("frame");
    whenIdle(() => frame === this.cursor.frame() && this.explanation.prepare(state, this.cursor.near()));
  }

  /** Whether any of these parts reads something that is another now. */
  #show(parts, frame) {
    const { state } = this.store;
    let isAny = false;
    for (const part of parts) {
      const values = part.reads?.map((key) => (key === "frame" ? frame : state[key]));
      const last = this.#shown.get(part);
      if (last && values?.every((value, i) => value === last[i])) continue;
      isAny = true;
      this.#shown.set(part, values ?? []);
      this.#marked.delete(part); // what it wrote anew bears no mark
      part.show?.(state, frame);
    }
    return isAny;
  }

  #mark(part) {
    const { state } = this.store;
    if (!part.mark || (this.#marked.has(part) && this.#marked.get(part) === state.marked)) return;
    this.#marked.set(part, state.marked);
    part.mark(state);
  }
}
