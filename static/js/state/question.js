/** What is asked: every change of the program, of the point and of what derivatives are taken along; and the answers that come. */

import { firstEntry, inputOf } from "../study/input_entries.js";
import { literalsOf, pointFor, pointGiven, pointOf, pointShown } from "../study/point.js";
import { changeOf } from "../text/change.js";
import { shapeOf } from "../text/nested_lists.js";
import { pictureOf } from "../text/svg.js";
import { isRelated } from "../text/text_place.js";
import { OF_FORMS, addressOf, stateOf } from "./link.js";

export class Question {
  /** A change is put into the store, remembered in the address, `noted(change)`, and asked about; the answer is shown. */
  constructor(store, { cursor, asker, addresses, noted }) {
    Object.assign(this, { store, cursor, asker, addresses, noted });
  }

  get state() {
    return this.store.state;
  }

  /** The first screen, as the server sent it. */
  begin() {
    const { study, layout } = this.state;
    // A + of a form or of a hand is read by the server alone: the address says it anew, so that Back finds the same.
    if (study && (!location.search || location.search.includes("+"))) this.remember("answer");
    if (study && layout !== this.asker.layout()) this.asker.ask("picture");
    this.cursor.show({});
  }

  edit(program, isPulled) {
    this.cursor.stop();
    const isOther = !isRelated(program, this.state.program); // which reading was chosen for the one before says nothing of it
    this.store.put({ program, edge: null, among: null, paths: null, ...(isOther ? { inputs: null, form: null, open: null } : {}), ...(isPulled ? {} : { direction: null, cotangent: null }) }); // an index that is pulled may not fit them: that is said, and undone by pulling back
    this.remember("program");
    if (isPulled) this.asker.ask("number");
    else this.asker.typed();
  }

  /** What the text is read as: "plain", "python", "latex"; null as it looks. */
  readAs(form) {
    this.store.put({ form, inputs: null });
    this.#reread("form");
  }

  /** A name that the text gives a value is an input or data. */
  take(name, role) {
    const others = this.state.study.inputs.map((input) => input.name).filter((each) => each !== name);
    this.store.put({ inputs: role === "input" ? [...others, name] : others });
    this.#reread("inputs");
  }

  #reread(change) {
    this.cursor.stop();
    this.store.put({ direction: null });
    this.remember(change);
    this.asker.ask("program");
  }

  /** The text's own value again. */
  reset(name) {
    const { [name]: moved, ...at } = this.state.at;
    this.store.change({ at: { __proto__: null, ...at } });
    this.remember(`input:${name}`);
    this.asker.ask("point");
  }

  /** A remedy of the answer takes its place in the text that it was made for. */
  apply(fix) {
    this.store.change({ edit: changeOf(this.state.study.program, fix) });
    this.addresses.settle();
  }

  /** A place of the text that a reader wants to see. */
  pointTo(place) {
    if (this.state.study?.program === this.state.program) this.store.change({ pointed: { ...place } });
  }

  /** The change that is under way is finished. */
  commit() {
    this.addresses.settle();
  }

  moveInput(name, value) {
    const { direction } = this.state;
    if (direction && String(shapeOf(value)) !== String(shapeOf(pointShown(this.state)[name]))) this.store.put({ direction: null });
    this.moveInputs({ [name]: value });
  }

  moveInputs(values) {
    this.store.change({ at: { __proto__: null, ...this.state.at, ...values } });
    this.remember(`input:${Object.keys(values)}`);
    this.asker.ask("point");
  }

  /** The layout of first derivatives: nothing need be asked. */
  layOut(jacobians) {
    this.store.put({ jacobians });
    this.remember("layout");
    this.store.change({});
  }

  /** Nodes called c1, c2, … ("c") or by the program's names ("own"). */
  rename(names) {
    this.store.put({ names });
    this.remember("names");
    this.asker.ask("picture");
  }

  /** Whether equal subexpressions are one node. */
  unite(share) {
    this.cursor.stop();
    this.store.put({ share, edge: null, among: null, paths: null });
    this.remember("share");
    this.asker.ask("picture");
  }

  /** Which boxes of the picture are open, by their names in links or their ids; null: as usual. The step stays; where they open with it, so does Back's entry. */
  openBoxes(open, change = "open") {
    this.store.put({ open });
    this.remember(change);
    this.asker.ask("picture");
  }

  /** One reverse sweep for an output that is no single number; resolved when its answer is there. */
  seed(cotangent) {
    this.cursor.stop();
    this.store.put({ cotangent, sweep: "reverse", step: "end" });
    this.remember("input:cotangent");
    return this.asker.ask("point");
  }

  /** One forward pass along a direction, in place of one per entry. */
  direct(direction) {
    this.cursor.stop();
    this.store.put({ direction, wrt: null, sweep: direction ? "forward" : this.state.sweep, step: "end" });
    this.remember("input:direction");
    this.asker.ask("point");
  }

  /** An example, in the place of what is shown. */
  open(search) {
    this.restore(search);
    this.addresses.show(() => `/${search}`, "example");
    scrollTo({ top: 0, behavior: "instant" }); // on a phone the list stands far below the graph
  }

  /** Back and forward: the state is what the address says. */
  restore(search) {
    this.cursor.stop();
    this.store.put({ ...stateOf(search), problem: null, asked: null, among: null });
    this.asker.ask("state");
  }

  accept(study, body, moves) {
    const { state } = this;
    const at = { __proto__: null, ...state.at };
    const literals = literalsOf(study);
    for (const [name, value] of Object.entries(pointOf(study))) if (!literals.has(name)) at[name] ??= value; // one that has moved since goes its own way
    if (study.program !== state.study?.program) for (const name of literals.keys()) if (!(name in body.at)) delete at[name]; // of another text
    const values = {
      study, at, problem: body.program === state.program ? null : state.problem, along: body.direction ?? null, marked: null,
      moving: moves, wrt: firstEntry(study, state.wrt) === null ? null : state.wrt,
    };
    if (body.include.includes("svg")) {
      // What was asked for by a node may be another one's now.
      Object.assign(values, { picture: study.svg ? pictureOf(study.svg) : null, layout: body.layout, asked: null });
    }
    this.cursor.show(values, body.wrt);
    if (!values.moving) this.remember("answer");
  }

  /** What moved moves no more: all of its words are read now, and the address has the point. */
  rest() {
    this.store.change({ moving: false });
    this.remember("answer");
  }

  refuse(problem) {
    this.store.change({ problem, moving: false });
    this.remember("answer");
  }

  /** The state as an address has it. */
  shared() {
    const { state } = this;
    const { study, problem } = state;
    const isRead = study && study.program === state.program;
    const at = { ...(isRead || problem ? study && pointGiven(state) : {}), ...(isRead ? {} : pointFor(state.program, state)) };
    const isInput = (name) => Object.hasOwn(at, name) || study?.inputs.some((input) => input.name === name);
    const step = isRead ? this.cursor.at() : state.step; // one past the end of a shorter sweep is the end
    return { ...state, ...OF_FORMS, step, at, wrt: state.wrt && isInput(inputOf(state.wrt)) ? state.wrt : null };
  }

  /** Keep the state in the address after a change ("program", "input:x1", "step", …). */
  remember(change) {
    const shown = this.shared();
    this.addresses.show(() => addressOf(shown), change);
    this.noted(change);
  }
}
