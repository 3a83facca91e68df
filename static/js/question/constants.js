/** Lines like `k = 2`: each can be made an input, which keeps its number as its value at the point. */

import { $, element } from "../text/dom.js";
import { namedLiterals } from "../text/number_literals.js";

const OFFERED = 6;

export class Constants {
  reads = ["study", "problem"];

  constructor(root, question) {
    Object.assign(this, { root, question });
    this.list = $("span", root);
  }

  show({ program, study, problem }) {
    const isRead = study?.program === program && !problem;
    const literals = isRead ? namedLiterals(program).slice(0, OFFERED) : [];
    this.root.hidden = !literals.length;
    const key = JSON.stringify(literals);
    if (key === this.key) return;
    this.key = key;
    this.list.replaceChildren(...literals.map((literal) => this.#offer(literal)));
  }

  #offer(literal) {
    const button = element("button", { type: "button", class: "link" }, `${literal.name} = ${literal.value}`);
    button.addEventListener("click", () => this.question.free(literal));
    return button;
  }
}
