/** On a phone, program, point and answer lie over the rest while they are edited. */

import { $, $$ } from "../text/dom.js";

export class PhoneSheet {
  reads = ["editing"];
  #isShown = false;

  /** `cursor` is told when somebody begins and ends. */
  constructor(root, { narrow, cursor }) {
    Object.assign(this, { root, behind: $$("[data-behind]"), button: $("#edit") });
    this.button.addEventListener("click", () => cursor.edit(true));
    $("#done").addEventListener("click", () => cursor.edit(false));
    root.addEventListener("keydown", (event) => event.key === "Escape" && cursor.edit(false));
    narrow.addEventListener("change", () => cursor.edit(false));
  }

  /** Whoever opened or closed it has the focus where it goes on; the first screen leaves it alone. */
  show({ editing }) {
    const isOpen = this.root.classList.contains("open");
    this.root.classList.toggle("open", editing);
    for (const each of this.behind) each.inert = editing;
    if (this.#isShown && isOpen !== editing) (editing ? $("textarea", this.root) : this.button).focus();
    this.#isShown = true;
  }
}
