/** The step in full: heading, rule, numbers, words. */

import { headingOf, wordsOf } from "../study/words.js";
import { $, sentence, shrink } from "../text/dom.js";
import { plain, typeset } from "../text/math.js";
import { latexOf } from "../text/parts.js";

export class Told {
  reads = ["frame"];

  constructor(root) {
    Object.assign(this, { root, heading: $("h2", root), rule: $(".rule", root), numbers: $(".numbers", root), words: $(".words", root) });
  }

  show({ study }, frame) {
    const { rule = [], numbers = [] } = frame.current?.parts ?? {};
    sentence(this.heading, headingOf(study, frame));
    write(this.rule, rule.length ? `\\displaystyle ${latexOf(rule, frame.sweep)}` : "");
    write(this.numbers, latexOf(numbers, frame.sweep));
    sentence(this.words, wordsOf(study, frame));
  }

  fit() {
    for (const line of [this.rule, this.numbers]) {
      shrink(line);
      if (line.scrollWidth > line.clientWidth) line.tabIndex = 0; // what scrolls is reached by keyboard
      else line.removeAttribute("tabindex");
    }
  }
}

function write(target, latex) {
  target.hidden = !latex;
  if (latex) typeset(target, latex, "");
  else plain(target, "");
}
