/** How nodes are called: c1, c2, … or by the program's names. The server names them anew. */

import { $$ } from "../text/dom.js";

export class NamesSwitch {
  reads = ["study"];

  /** `question` is told what is chosen: "c" or "own". */
  constructor(area, question) {
    this.area = area;
    this.buttons = $$(".names button", area);
    for (const button of this.buttons) button.addEventListener("click", () => button.ariaDisabled !== "true" && question.rename(button.value));
  }

  show({ study: { names } }) {
    this.area.dataset.names = names.choice;
    for (const button of this.buttons) {
      const why = button.value === "c" ? names.why_not_c : null;
      button.setAttribute("aria-pressed", String(button.value === names.choice));
      button.ariaDisabled = String(Boolean(why));
      button.title = why ? `Not here: ${why}` : "";
    }
  }
}
