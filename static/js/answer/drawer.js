/**
 * A part of the answer that is asked for only when somebody opens it, and again when the answer changes under it: in a
 * <details>, or in the panel of a tab.
 */

import { $, element } from "../text/dom.js";
import { questionOfPart } from "../state/request_body.js";

export class Drawer {
  reads = ["study", "moving"];

  /** `part` is the word of `include` that asks for it; `load()` fetches the script that shows it: `paint(body, study)`. */
  constructor(root, { api, work, part, load }) {
    Object.assign(this, { root, api, work, part, load, body: $(".inside", root), study: null, shown: null });
    root.addEventListener("toggle", () => this.fill());
  }

  show(state) {
    if (state.moving) return; // it asks once, when the point rests
    this.state = state;
    this.study = state.study;
    this.fill();
  }

  /** Ask, if it is open and shows something else. */
  async fill() {
    const { study, state } = this;
    if (!isOpen(this.root) || !study || study === this.shown) return;
    this.shown = study;
    this.work.begin(this.part);
    const body = { ...questionOfPart(state), include: [this.part, "parts"] };
    if (state.direction) body.direction = state.direction;
    const [answer, paint] = await Promise.all([this.api.part(this.part, body), this.load()]).catch((problem) => [{ problem }]);
    if (answer === null) return; // overtaken by a later question
    if (answer.problem) this.body.replaceChildren(element("p", {}, answer.problem.message));
    else paint(this.body, answer);
    this.work.end(this.part);
  }
}

const isOpen = (root) => (root.matches("details") ? root.open : !root.hidden);
