/** Steps come without words but for the one that is looked at: those of the steps around it are fetched. */

import { questionOfSteps } from "../state/request_body.js";

const NEAR = 8; // steps before and after that are to have their words

export class LateWords {
  constructor(store, { api, work }) {
    Object.assign(this, { store, api, work });
  }

  async settle(state, { sweep, entry, steps, current }) {
    const at = current?.index ?? 0;
    const first = Math.max(0, at - NEAR);
    const silent = steps.slice(first, at + NEAR + 1).find((step) => step.text === null);
    const waits = current !== null && current.text === null;
    if (!silent && !waits) return;
    if (waits) this.work.begin("step");
    const from = waits ? first : silent.index;
    const answer = await this.api.steps(questionOfSteps(state, sweep, entry, from), waits).catch(untold);
    if (answer === null) return; // overtaken by a later step's
    const told = answer.steps ?? (waits ? [{ ...answer, index: at }] : []);
    for (const { index, latex, numbers, text, chain, parts } of told) Object.assign(steps[index], { latex, numbers, text, chain, parts });
    if (told.length) this.store.change({ worded: told[0] });
    if (waits) this.work.end("step");
  }
}

/** Where no words come, why. */
const untold = ({ message }) => ({ latex: "", numbers: "", text: message, chain: null, parts: { rule: [], numbers: [], words: [message] } });
