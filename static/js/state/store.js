/** The page's one state. Parts read it and never change it; what changes it is in cursor.js (where one looks) and question.js (what is asked). */

import { studyOf } from "../study/columns.js";

export class Store {
  #readers = [];

  constructor(state) {
    this.state = state; // the same object for good: its values are replaced, never changed in place
  }

  /** `reader()` is called after every change. */
  subscribe(reader) {
    this.#readers.push(reader);
  }

  /** Take new values in; they are shown with the answer to the question that they belong to. */
  put(values) {
    Object.assign(this.state, values);
  }

  /** Take new values in and show them. */
  change(values) {
    this.put(values);
    for (const reader of this.#readers) reader();
  }
}

/** The state of a page as the server sent it: an address's state, its study or its problem, and what only this page knows. */
export function pageState({ state, study, problem }, { picture, narrow }) {
  return {
    ...state, // program, at, share, sweep, wrt, step, jacobians, direction, cotangent, layout
    at: { __proto__: null, ...state.at }, // an input may be called constructor
    step: state.step ?? "end",
    study: study && studyOf(study, null), // the last program that could be read, at its point
    problem, // what is wrong with the program that is typed
    picture, // the study's, an <svg>, or null where it is too large to draw
    along: state.direction, // the direction of the study, while another one is typed
    moving: false, // whether the numbers change under a hand
    edge: state.edge ?? null, // the edge that is asked about
    among: null, // the edges of one wire between boxes, of which one may be asked
    paths: state.paths ?? null, // the number whose paths are asked for, by its name in the API
    told: null, // {study, edge, answer}: what the server said of the edge that was asked last
    marked: null, // the node that is pointed at
    asked: null, // the node whose number is asked for at the sweep's end, though no step wrote it
    playing: false,
    travel: null, // {speed} of the last step, at which its numbers travel; speed null: they do not
    led: null, // {node} to which the reader was led last
    worded: null, // the step whose words came last
    pointed: null, // {line, column, length}: the place of the program that was asked for last
    edit: null, // {start, end, text} that is to replace a stretch of the program
    foot: "high", // the form of the foot: "shut", "low", "high" (foot/foot_height.js), "presented"
    weighs: false, // whether edges are as wide as what they pass back
    editing: narrow && !study, // on a phone: whether the question lies over the rest; at first where there is nothing else to show
  };
}
