/** The names that the text gives values: each is an input, which has a derivative, or data, which has none. */

import { $, $$, element } from "../text/dom.js";
import { listText } from "../text/nested_lists.js";

const MANY = 6; // names, from which on the list is opened by hand

export class Roles {
  reads = ["study", "at"];

  /** `question` is told which name is to be what, and which has the text's value again. */
  constructor(root, question) {
    Object.assign(this, { root, question });
    this.list = $(".list", root);
  }

  show({ study, at }) {
    const literals = study?.literals ?? [];
    this.root.hidden = !literals.length;
    const names = JSON.stringify(literals.map(({ name }) => name));
    if (names !== this.names) {
      this.names = names;
      this.root.open = literals.length <= MANY;
      this.list.replaceChildren(...literals.map(({ name }) => this.#row(name)));
    }
    literals.forEach(({ name, role, value }, i) => {
      const row = this.list.children[i];
      for (const button of $$(".either button", row)) button.setAttribute("aria-pressed", String(button.value === role));
      const isMoved = role === "data" && name in at; // an input's field says it
      $(".reset", row).hidden = !isMoved;
      if (isMoved) $(".reset", row).textContent = `${listText(at[name])}: back to ${listText(value)}`;
    });
  }

  #row(name) {
    const either = element("span", { class: "either", role: "group", "aria-label": `${name} is` });
    for (const role of ["input", "data"]) {
      const button = element("button", { type: "button", value: role }, role);
      button.addEventListener("click", () => button.getAttribute("aria-pressed") === "false" && this.question.take(name, role));
      either.append(button);
    }
    const reset = element("button", { type: "button", class: "reset link", hidden: true });
    reset.addEventListener("click", () => this.question.reset(name));
    return element("div", { class: "role" }, element("code", { title: name }, name), either, reset);
  }
}
