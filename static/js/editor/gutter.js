/** Beside and under the program's lines: their numbers, what is left out of them, and a word for each that a note is about. */

import { $$, element } from "../text/dom.js";
import { linesMarked } from "../study/line_marks.js";

const SIGN = { usual: 9, small: 7.8 }; // pixels of a sign, by the size of type
const BESIDE = 105; // pixels of the rail beside its lines: margins, numbers, a scrollbar
const NARROW = 304; // pixels of the rail; it is as wide as the longest line needs (css/page.css bounds it)
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
    const isSmall = lines.length > 1 && longest * SIGN.usual > NARROW - BESIDE; // a line would wrap
    const isLong = lines.length > 2 && isSmall;
    this.root.classList.toggle("small", isSmall);
    this.root.classList.toggle("long", isLong);
    this.root.closest(".page").classList.toggle("wide-rail", isLong); // a rule by :has() would look through the whole page at every step
    document.documentElement.style.setProperty("--rail-needed", `${isLong ? Math.ceil(longest * SIGN.small) + BESIDE : 0}px`);
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
