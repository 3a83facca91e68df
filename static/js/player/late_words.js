/** Long sweeps come without words: those of the step that is looked at are fetched. */

import { addressOf } from "../state/link.js";
import { questionOfPart } from "../state/request_body.js";

export class LateWords {
  constructor(store, { api, work }) {
    Object.assign(this, { store, api, work });
  }

  async settle(state, { sweep, entry, current }) {
    if (!current || current.text !== null) return;
    this.work.begin("step");
    const wrt = sweep === "forward" && entry !== "direction" ? entry : null;
    const query = addressOf({ ...state, ...questionOfPart(state), sweep, wrt, step: current.index }, "") + "&include=parts";
    const step = await this.api.step(query).catch(({ message }) => ({ latex: "", numbers: "", text: message, parts: { rule: [], numbers: [], words: [message] } }));
    if (step === null) return; // overtaken by a later step's
    const { latex, numbers, text, chain, parts } = step;
    Object.assign(current, { latex, numbers, text, chain, parts });
    this.store.change({ worded: current });
    this.work.end("step");
  }
}
