/** The examples beside the first screen: each opens in place, and the list steps aside for another program. */

import { $ } from "../text/dom.js";

export class Examples {
  reads = ["study", "problem"];

  constructor(root, question) {
    this.root = root;
    this.head = $("summary", root);
    root.addEventListener("toggle", () => root.parentElement.classList.toggle("listed", root.open));
    root.addEventListener("click", (event) => {
      const link = event.target.closest("[popover] a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab of its own was asked for
      event.preventDefault();
      link.closest("[popover]").hidePopover();
      question.open(link.search);
    });
  }

  show({ program }) {
    const before = this.program;
    this.program = program;
    if (before === undefined || before === program || !this.root.open) return;
    if (this.root.contains(document.activeElement)) this.head.focus({ preventScroll: true });
    this.root.open = false;
  }
}
