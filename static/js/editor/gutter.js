/** Beside and under the program's lines: their numbers, what is left out of them, and a word for each that a note is about. */

import { $$, element } from "../text/dom.js";
import { linesMarked } from "../study/line_marks.js";

const SHORT = 24; // signs that a line of a narrow rail holds
const LARGE = 9; // pixels of a sign of the larger type
const PADDING = 48; // pixels beside the lines
const GAP = 6; // between a line's end and its word

export class Gutter {
  /** `layer` lies over the field, with the same text in it. */
  constructor(root, field, layer) {
    Object.assign(this, { root, field, layer });
    new ResizeObserver(() => this.#fit()).observe(layer);
  }

  show(text, study) {
    const key = JSON.stringify([text, study?.program, study?.notes]);
    if (key === this.key) return;
    this.key = key;
    const lines = linesMarked(text, study);
    const longest = Math.max(...lines.map(({ pieces }) => pieces.reduce((sum, piece) => sum + piece.text.length, 0)));
    this.root.classList.toggle("numbered", lines.length > 1);
    this.root.classList.toggle("long", lines.length > 2 && longest > SHORT);
    const room = this.layer.clientWidth - PADDING;
    this.root.classList.toggle("small", lines.length > 1 && longest * LARGE > room);
    this.layer.replaceChildren(...lines.map(lineOf));
    this.#fit();
  }

  scroll(top) {
    this.layer.scrollTop = top;
  }

  /** A word is seen where its line leaves room for it; the sign beside the number is there in any case. */
  #fit() {
    for (const word of $$(".word", this.layer)) {
      const [first, ...others] = word.previousSibling.getClientRects();
      word.classList.toggle("crowded", others.some(({ top }) => top > first.top + 1) || first?.right + GAP > word.getBoundingClientRect().left);
    }
  }
}

function lineOf({ pieces, word }, i) {
  const typed = element("span", {}, ...pieces.map(({ text, mark }) => (mark ? element("span", { class: mark }, text) : text)));
  return element("span", { class: word ? "line told" : "line", "data-number": i + 1 }, typed, ...(word ? [element("i", { class: "word" }, word)] : []));
}
