/** Asks the server: typing overtakes what is under way, what moves waits for it, or goes side by side with another of its kind. */

import { Problem } from "./api.js";
import { MOVING, askForPicture, questionOf } from "./request_body.js";
import { studyOf } from "../study/columns.js";
import { unusedIn } from "../study/point.js";

/** Milliseconds without a keystroke before a program is sent: as long as the last answer took, for one that comes at once may be asked for at every key. */
const PAUSE = { least: 15, most: 120 };

const REST = 150; // milliseconds without a movement before what moved is taken to rest

const SIDE_BY_SIDE = 3; // questions about a moving point: the server works on one while the page shows the other

export class Asker {
  #typing = null;
  #under = new Map(); // questions under way, the oldest first, and what each is about
  #next = null;
  #resting = null;
  #took = PAUSE.most; // milliseconds, for the last answer about a program

  /**
   * `accept(study, body, moves)` and `refuse(problem document)` are told the outcome, and `rest()` when what moved moves no more;
   * `layout()` gives the picture's, `looked()` the step that is looked at.
   */
  constructor({ api, work, state, layout, looked, accept, refuse, rest }) {
    Object.assign(this, { api, work, state, layout, looked, accept, refuse, rest });
  }

  /** Ask about an edited program once the typing pauses. */
  typed() {
    this.work.begin("trace");
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.ask("program"), Math.min(PAUSE.most, Math.max(PAUSE.least, this.#took)));
  }

  async ask(about) {
    this.work.begin("trace");
    clearTimeout(this.#resting);
    if (MOVING.includes(about) && (this.#typing || !this.#mayJoin(about))) {
      if (this.#next !== "number") this.#next = about; // which has the point in it
      return;
    }
    clearTimeout(this.#typing);
    this.#typing = this.#next = null;
    if (!MOVING.includes(about)) this.#giveUp(this.#under.keys());
    const question = new AbortController();
    this.#under.set(question, about);
    const began = performance.now();
    const outcome = await this.#answer(about, question.signal);
    const took = performance.now() - began;
    if (about === "program") this.#took = outcome === null ? Math.max(this.#took, took) : took;
    if (outcome === null) return; // overtaken: the later question goes on from here
    const asked = [...this.#under.keys()];
    this.#giveUp(asked.slice(0, asked.indexOf(question))); // whose numbers are older
    this.#under.delete(question);
    const moves = MOVING.includes(about) && !(outcome instanceof Problem);
    if (this.#next && moves) this.ask(this.#next); // the server works on it while this one is shown
    if (outcome instanceof Problem) this.refuse(outcome.document);
    else this.accept(outcome.study, outcome.body, moves);
    if (this.#under.size || this.#typing) return; // the outcome led to a question of its own, or the typing goes on
    if (this.#next) this.ask(this.#next);
    else if (moves) this.#resting = setTimeout(() => this.#rest(), REST);
    else this.work.end("trace");
  }

  #rest() {
    this.rest();
    this.work.end("trace");
  }

  #mayJoin(about) {
    const others = [...this.#under.values()];
    return others.length === 0 || (others.length < SIDE_BY_SIDE && [about, ...others].every((each) => each === "point"));
  }

  #giveUp(questions) {
    for (const question of questions) {
      question.abort();
      this.#under.delete(question);
    }
  }

  async #answer(about, signal) {
    const body = questionOf(this.state, about, this.layout(), this.looked());
    const held = this.state.study;
    const asked = async () => {
      const answer = await this.api.trace(body, signal);
      return answer && studyOf(answer, held);
    };
    try {
      let study = await asked();
      const unused = study && (about === "program" || about === "number") ? unusedIn(study) : [];
      if (unused.length) {
        for (const name of unused) delete body.at[name];
        study = await asked();
      }
      if (study && !body.include.includes("svg") && study.structure !== this.state.study?.structure) {
        askForPicture(body, this.state);
        study = await asked();
      }
      return study && { study, body };
    } catch (failure) {
      if (failure instanceof Problem) return failure;
      throw failure;
    }
  }
}
