/** Lines like `k = 2`: each can be made an input, which keeps its number as its value at the point. */

import { $, element } from "../text/dom.js";
import { namedLiterals } from "../text/number_literals.js";

const OFFERED = 6;

export class Constants {
  /** `made(literal)` is told which line is to go. */
  constructor(root, { made }) {
    Object.assign(this, { root, made });
    this.list = $("span", root);
  }

  show({ program, study, problem }) {
    const isRead = study?.program === program && !problem;
    const found = isRead ? namedLiterals(program).slice(0, OFFERED) : [];
    this.root.hidden = !found.length;
    const key = JSON.stringify(found);
    if (key === this.key) return;
    this.key = key;
    this.list.replaceChildren(...found.map((literal) => this.#offer(literal)));
  }

  #offer(literal) {
    const button = element("button", { type: "button", class: "link" }, `${literal.name} = ${literal.value}`);
    button.addEventListener("click", () => this.made(literal));
    return button;
  }
}
