/** Whether keys of one letter, digit or sign act: who dictates to the machine may switch them off (WCAG 2.1.4). Kept on the device. */

import { recall, remember } from "../text/local_storage.js";

const KEPT = "letters";
const OFF = "off";

export class LetterKeys {
  constructor(box) {
    this.box = box;
    box.checked = recall(KEPT) !== OFF;
    box.addEventListener("change", () => remember(KEPT, box.checked ? null : OFF));
  }

  get act() {
    return this.box.checked;
  }
}
