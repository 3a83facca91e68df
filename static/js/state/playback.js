/** Where the cursor goes and when: no page in here, the clock is handed in. */

export const SPEEDS = [0.5, 1, 2, 4];
const LEAD = 0.06; // the share of the line before the first tick at most: where cursor 0 stands
const BEAT = 1000; // milliseconds per step at 1×: the 300 ms that a number travels, and time to read it

/** The cursor after a move: first, back, next, last, or a number. */
export function moved(move, cursor, length) {
  const targets = { first: 0, back: cursor - 1, next: cursor + 1, last: length };
  return Math.max(0, Math.min(typeof move === "number" ? move : targets[move], length));
}

/** The cursor that a digit jumps to: so many tenths of the sweep. */
export function tenths(digit, length) {
  return Math.round((digit * length) / 10);
}

export function nextSpeed(speed) {
  return SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length];
}

export function speedText(speed) {
  return speed === 0.5 ? "½×" : `${speed}×`;
}

/** Where a cursor stands on the line, from 0 to 1. */
export function shareOf(cursor, length) {
  if (cursor <= 0 || length === 0) return 0;
  const lead = Math.min(LEAD, 1 / length);
  return length === 1 ? 1 : lead + ((1 - lead) * (cursor - 1)) / (length - 1);
}

/** The cursor nearest to a place on the line. */
export function cursorAt(share, length) {
  let nearest = Math.max(0, Math.min(length, Math.round(share * length)));
  for (const cursor of [nearest - 1, nearest + 1]) {
    if (cursor < 0 || cursor > length) continue;
    if (Math.abs(shareOf(cursor, length) - share) < Math.abs(shareOf(nearest, length) - share)) nearest = cursor;
  }
  return nearest;
}

/**
 * Plays a sweep: asks `position` where the cursor stands ({cursor, length}), tells `go` where to put it, tells
 * `changed` when it starts and stops. Play at the end begins anew, and so does a sweep that loops.
 */
export class Playback {
  speed = 1;
  loops = false;
  #timer = null;

  constructor({ position, go, changed, setTimer = setTimeout, clearTimer = clearTimeout }) {
    Object.assign(this, { position, go, changed });
    this.setTimer = (...of) => setTimer(...of);
    this.clearTimer = (...of) => clearTimer(...of);
  }

  get playing() {
    return this.#timer !== null;
  }

  toggle() {
    if (this.playing) this.stop();
    else this.play();
  }

  play() {
    const { cursor, length } = this.position();
    if (length === 0) return;
    this.go(cursor === length ? 0 : cursor + 1);
    this.#wait();
    this.changed();
  }

  stop() {
    if (!this.playing) return;
    this.clearTimer(this.#timer);
    this.#timer = null;
    this.changed();
  }

  #wait() {
    const { cursor, length } = this.position();
    if (cursor === length && !this.loops) {
      this.#timer = null;
      return;
    }
    this.#timer = this.setTimer(() => this.#beat(), BEAT / this.speed);
  }

  #beat() {
    const { cursor, length } = this.position();
    this.go(cursor === length ? 0 : cursor + 1);
    this.#wait();
    if (!this.playing) this.changed();
  }
}
