/** What asks for the paths of a number: a button beside the step, those with data-paths wherever they are, and Escape, which leaves them. */

import { isList } from "../text/nested_lists.js";
import { numberOf } from "../text/number.js";
import { nodeOf } from "../study/words.js";
import { numberAsked, whyOf } from "./why.js";

const FIELDS = "input, textarea, select, dialog[open], [role=listbox]";

export class WhyButtons {
  reads = ["frame", "study", "paths", "edge"];

  /** button: the step's. `cursor` is told what is asked, `ask()` fetches the part that tells it. */
  constructor(button, { cursor, ask }) {
    Object.assign(this, { button, cursor, ask, paths: null });
    document.addEventListener("click", ({ target }) => target.closest?.("[data-paths]") && cursor.askPaths(target.closest("[data-paths]").dataset.paths));
    document.addEventListener("keydown", (event) => this.#escape(event));
  }

  show({ study, paths, edge }, frame) {
    const number = numberAsked(frame);
    this.button.hidden = !number || Boolean(paths || edge);
    if (number) {
      const { adjoint, tangents } = nodeOf(study, frame.current.node);
      const whole = frame.sweep === "reverse" ? adjoint : tangents[frame.entry]; // what the step's number comes to in the end
      this.button.dataset.paths = number;
      this.button.textContent = isList(whole) ? "Why?" : whyOf(numberOf(whole ?? null));
    }
    this.paths = paths;
    if (paths) this.ask();
  }

  #escape(event) {
    if (event.key !== "Escape" || event.defaultPrevented || !this.paths || event.target.closest?.(FIELDS)) return;
    event.preventDefault();
    this.cursor.askPaths(null);
  }
}
