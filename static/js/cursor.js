/** The page's one cursor: the sweep, entry and step that are shown, and the node that is marked. Every view follows it. */

import { allEntries, chosenEntry, countOf, firstEntry } from "./along.js";
import { entriesOf, frameOf } from "./frame.js";
import { Player, moved } from "./player.js";

export class Cursor {
  #shown = {};

  /**
   * `render()` shows the state, `remember(change)` keeps it in the address, `ask(about)` asks the server;
   * `travel(frame, speed)` is told of every step, with no speed where nothing is to move.
   */
  constructor(state, { render, remember, ask, travel }) {
    Object.assign(this, { state, render, remember, ask, travel });
    this.player = new Player({ position: () => this.frame(), go: (to) => this.go(to), changed: render });
  }

  /** What the screen shows: the frame of the state's study at its sweep, entry and step. */
  frame() {
    const { study, wrt, step } = this.state;
    const sweep = this.state.sweep ?? (study.steps.some((each) => each.sweep === "reverse") ? "reverse" : "value");
    const key = [sweep, wrt, step].join();
    if (study !== this.#shown.study || key !== this.#shown.key) {
      this.#shown = { study, key, frame: frameOf(study, sweep, chosenEntry(entriesOf(study), wrt), step) };
    }
    return this.#shown.frame;
  }

  stop() {
    this.player.stop();
  }

  chooseSweep(sweep) {
    if (!this.state.study || sweep === this.frame().sweep) return;
    this.stop();
    Object.assign(this.state, { sweep, step: "end" });
    this.remember("sweep");
    this.settle();
  }

  chooseEntry(wrt) {
    Object.assign(this.state, { wrt, direction: null });
    this.remember("wrt");
    this.settle();
  }

  /** Show the state; with many entries, or one named by the address, forward mode was run for another one only. */
  settle(asked = null) {
    const { state } = this;
    const { study, sweep } = state;
    const entries = entriesOf(study);
    const wanted = firstEntry(study, state.wrt) ?? (entries.length ? null : allEntries(study, 1)[0]);
    const lacks = sweep === "forward" && countOf(study) > 0 && wanted !== null && !entries.includes(wanted) && wanted !== asked;
    if (lacks) state.wrt = wanted;
    this.render();
    if (lacks) this.ask("wrt");
  }

  /** To a step that somebody chose: first, back, next, last, or its number. */
  move(to) {
    if (!this.state.study) return;
    this.stop();
    const { cursor, length } = this.frame();
    this.go(moved(to, cursor, length));
  }

  go(cursor) {
    const { sweep, length, cursor: before } = this.frame();
    Object.assign(this.state, { sweep, step: cursor === length ? "end" : cursor, marked: null });
    this.remember("step");
    this.render();
    this.travel(this.frame(), cursor === before + 1 ? this.player.speed : null);
  }

  /** To the last step that writes a node. */
  choose(id) {
    const step = this.frame().steps.findLastIndex((each) => each.node === id);
    if (step >= 0) this.move(step + 1);
  }

  /** Mark a node in every view; null: none. */
  mark(id) {
    if (id === this.state.marked) return;
    this.state.marked = id;
    if (this.state.study) this.render();
  }
}
