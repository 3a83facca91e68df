/** The page's one cursor: the sweep, entry and step that are shown, and the node that is marked. */

import { allEntries, chosenEntry, countOf, firstEntry } from "../study/input_entries.js";
import { entriesOf, frameOf, instead, sequenceOf } from "../study/frame.js";
import { Playback, moved, tenths } from "./playback.js";
import { alongLines, lineRuns } from "../study/line_runs.js";
import { unwrittenStep } from "../explanation/unwritten.js";

const KEPT = 8; // frames
const LAST = 2 ** 31; // past every step: the server takes the last
const SWEEPS = { value: "value", tangent: "forward", adjoint: "reverse" }; // that write a node's numbers

export class Cursor {
  #frames = new Map(); // by sweep, entry and step: those of one study, and few, for a frame holds every node
  #study = null;

  /** `remember(change)` keeps the state in the address, `ask(about)` asks the server. */
  constructor(store, { remember, ask }) {
    Object.assign(this, { store, remember, ask });
    this.player = new Playback({
      position: () => this.frame(),
      go: (to) => this.#go(to),
      changed: () => store.change({ playing: this.player.playing }),
    });
  }

  get state() {
    return this.store.state;
  }

  /** What the screen shows: the frame of the state's study at its sweep, entry and step. */
  frame() {
    const { study, wrt, step } = this.state;
    const sweep = this.state.sweep ?? (study.steps.some((each) => each.sweep === "reverse") ? "reverse" : "value");
    return this.#frameAt(sweep, chosenEntry(entriesOf(study), wrt), step, this.state.asked);
  }

  /** The step that is shown, as a state holds it. */
  at() {
    const { cursor, length } = this.frame();
    return stepAt(cursor, length);
  }

  /** The frames of the steps after and before. */
  near() {
    const { sweep, entry, cursor, length } = this.frame();
    const steps = [cursor + 1, cursor - 1].filter((at) => at >= 0 && at <= length);
    return steps.map((at) => this.#frameAt(sweep, entry, stepAt(at, length)));
  }

  /** asked: the node whose number is asked for at the sweep's end, though no step wrote it. */
  #frameAt(sweep, entry, step, asked = null) {
    const { study } = this.state;
    const key = [sweep, entry, step, asked].join();
    if (study !== this.#study || this.#frames.size > KEPT) this.#frames.clear();
    this.#study = study;
    if (!this.#frames.has(key)) {
      const frame = frameOf(study, sweep, entry, step);
      const unwritten = asked && unwrittenStep(study, frame, asked);
      this.#frames.set(key, unwritten ? instead(frame, unwritten) : frame);
    }
    return this.#frames.get(key);
  }

  /** The step that is looked at (before the first: the first), as the server is asked for it; null where there are none. */
  looked() {
    const { current, steps, sweep, entry, cursor, length } = this.state.study ? this.frame() : {};
    const step = current ?? steps?.[0];
    const index = cursor === length ? LAST : step?.index; // the end of another program is elsewhere
    return step ? { sweep, index, wrt: sweep === "forward" && entry !== "direction" ? entry : null } : null;
  }

  stop() {
    this.player.stop();
  }

  chooseSweep(sweep) {
    if (!this.state.study || sweep === this.frame().sweep) return;
    this.stop();
    this.#turn({ sweep, step: "end", asked: null, edge: null, among: null, paths: null }, "sweep");
  }

  chooseEntry(wrt) {
    this.#turn({ wrt, direction: null, asked: null }, "wrt");
  }

  /**
   * Show these values of the state; with many entries, or one named by the address, forward mode was run for another one only, and
   * is asked for unless that was `answered` just now.
   */
  show(values, answered = null) {
    const { study, sweep, wrt } = { ...this.state, ...values };
    const entries = study ? entriesOf(study) : [];
    const entry = study && (firstEntry(study, wrt) ?? (entries.length ? null : allEntries(study, 1)[0]));
    const lacks = study && sweep === "forward" && countOf(study) > 0 && entry !== null && !entries.includes(entry) && entry !== answered;
    this.store.change(lacks ? { ...values, wrt: entry } : values);
    if (lacks) this.ask("wrt");
  }

  /** To another sweep, or another entry of it. */
  #turn(values, change) {
    this.store.put(values);
    this.remember(change);
    this.show(values);
  }

  /** To a step that somebody chose: first, back, next, last, its number, so many tenths of the sweep, or one line on or back. */
  move(to) {
    const { study } = this.state;
    if (!study) return;
    this.stop();
    const { steps, cursor, length } = this.frame();
    if (to.tenths !== undefined) this.#go(tenths(to.tenths, length));
    else if (to.lines === undefined) this.#go(moved(to, cursor, length));
    else if (length) this.#go(alongLines(lineRuns(study, steps), to.lines, cursor, length));
  }

  /** The numbers of a step on travel; after any other move nothing does. */
  #go(cursor, asked = null) {
    const { sweep, length, cursor: before } = this.frame();
    const travel = { speed: cursor === before + 1 ? this.player.speed : null };
    this.store.put({ sweep, step: stepAt(cursor, length), marked: null, asked, travel, edge: null, among: null, paths: null });
    this.remember("step");
    this.store.change({});
  }

  /**
   * To where a node's number came from: the last step that writes it, or why none does; `kind` null: the number of
   * this sweep.
   */
  choose(id, kind = null) {
    const { state } = this;
    this.edit(false); // on a phone the answer lies over what is led to
    const { sweep: before, entry } = this.frame();
    const sweep = SWEEPS[kind] ?? before;
    const steps = sequenceOf(state.study, sweep, entry ?? chosenEntry(entriesOf(state.study), state.wrt));
    const written = steps.findLastIndex((each) => each.node === id) + 1;
    const asked = written === 0 && unwrittenStep(state.study, { sweep, steps }, id) ? id : null;
    if (written === 0 && !asked) return;
    const at = asked ? steps.length : written;
    this.stop();
    if (sweep === before) return this.#go(at, asked);
    this.#turn({ sweep, step: stepAt(at, steps.length), marked: null, asked, edge: null, among: null, paths: null }, "sweep");
  }

  /** Ask about an edge, or about one `among` several; the step stays. */
  askEdge(edge, among = null) {
    if (!this.state.study) return;
    this.stop();
    this.edit(false);
    this.store.put({ edge, among, marked: null, paths: null });
    this.remember("edge");
    this.store.change({});
  }

  /** Ask which paths make a number, by its name in the API (c3, c3.tangent:x); null: back from them to the step. */
  askPaths(paths) {
    if (!this.state.study) return;
    this.stop();
    this.edit(false);
    this.store.put({ paths, edge: null, among: null, marked: null });
    this.remember("paths");
    this.store.change({});
  }

  /** Back from an edge to the step. */
  leaveEdge() {
    this.askEdge(null);
  }

  /** Mark a node in every view; null: none. */
  mark(id) {
    if (id !== this.state.marked) this.store.change({ marked: id });
  }

  /** Lead the reader to a node: it is marked, as if pointed at, and brought into sight. */
  lead(id) {
    this.edit(false);
    this.store.change({ marked: id, led: { node: id } });
  }

  /** On a phone: lay the question over the rest, or end that. */
  edit(editing) {
    if (editing) this.stop();
    if (editing !== this.state.editing) this.store.change({ editing });
  }
}

/** A cursor as a state holds it: at the end of a sweep it stays there when the sweep becomes longer. */
const stepAt = (cursor, length) => (cursor === length ? "end" : cursor);
