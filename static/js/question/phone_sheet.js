/** On a phone, program, point and answer lie over the rest while they are edited. */

import { $, $$ } from "../text/dom.js";

export class PhoneSheet {
  reads = ["editing"];

  /** `cursor` is told when somebody begins and ends; without a study there is nothing else to show, only what is wrong with the program. */
  constructor(root, { narrow, cursor }) {
    Object.assign(this, { root, narrow, behind: $$("[data-behind]"), button: $("#edit") });
    this.button.addEventListener("click", () => cursor.edit(true));
    $("#done").addEventListener("click", () => cursor.edit(false));
    root.addEventListener("keydown", (event) => event.key === "Escape" && cursor.edit(false));
    narrow.addEventListener("change", () => cursor.edit(false));
  }

  show({ editing, study }) {
    const isFirst = this.isOpen === undefined;
    const isOpen = isFirst ? this.narrow.matches && !study : editing;
    if (isOpen !== Boolean(this.isOpen)) this.#lay(isOpen, !isFirst);
    this.isOpen = isOpen;
  }

  #lay(isOpen, isFocused) {
    this.root.classList.toggle("open", isOpen);
    for (const each of this.behind) each.inert = isOpen;
    if (isFocused) (isOpen ? $("textarea", this.root) : this.button).focus();
  }
}
