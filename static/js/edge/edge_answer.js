/** Asks the server about the edge that is asked, along the forward pass that the trace shows. */

import { chosenEntry } from "../study/input_entries.js";
import { entriesOf } from "../study/frame.js";
import { edgeAsked } from "../study/asked_edge.js";
import { questionOfEdge } from "../state/request_body.js";

export class EdgeAnswer {
  reads = ["study", "edge", "wrt", "frame"];

  constructor(store, { api, work }) {
    Object.assign(this, { store, api, work, asked: null });
  }

  show(state, frame) {
    const { study, edge } = state;
    const entry = frame.entry ?? chosenEntry(entriesOf(study), state.wrt);
    const asked = edgeAsked(study, edge) ? [study, edge, entry] : null;
    if (asked?.every((each, i) => each === this.asked?.[i])) return;
    this.asked = asked;
    if (asked) this.#ask(state, asked);
    else this.work.end("edge"); // what was under way is not waited for
  }

  async #ask(state, asked) {
    const [study, edge, entry] = asked;
    this.work.begin("edge");
    const answer = await this.api.edge(questionOfEdge(state, edge, entry)).catch(({ message }) => ({ message }));
    if (answer === null || this.asked !== asked) return; // overtaken
    this.store.change({ told: { study, edge, answer } });
    this.work.end("edge");
  }
}
