/**
 * How wide the plate behind a chip's number is: the twin of graphs/picture/svg.py, by the same table of widths. To ask the
 * browser would make it lay out the page anew for each chip.
 */

const ADVANCES = { " ": 250, ".": 278, "·": 278, "×": 778, "-": 778, "?": 472, "∞": 1000 }; // thousandths of an em
const OTHER = 500; // digits
const RAISED = 0.7; // the size of an exponent
const SIZE = 15; // type of a number, and of a longer one
const SMALL_SIZE = 13;
const PAD = 10; // what a plate is wider than its number
const LABEL_PAD = 4; // of a label, which has no frame

/** numeral: its sign and number. isSmall: whether in small type. least: the width that its formula needs, 0 for a label. */
export function plateWidth({ base, exponent }, isSmall, least) {
  const advanceOf = (text) => [...text].reduce((sum, character) => sum + (ADVANCES[character] ?? OTHER), 0);
  const advance = advanceOf(base) + RAISED * advanceOf(exponent);
  const size = isSmall || !least ? SMALL_SIZE : SIZE;
  return Math.max(least, (advance * size) / 1000 + (least ? PAD : LABEL_PAD));
}
