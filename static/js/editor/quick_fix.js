/** A fix of a problem document → the stretch of the program that it replaces, in the string's own indices. Pure. */

import { spread } from "../text/text_place.js";

/** {start, end, text} for the text that the fix was made for; a fix of length 0 only adds. */
export function stretchOf(fix, text) {
  const [before, marked] = spread(text, fix);
  return { start: before.length, end: before.length + (fix.length ? marked.length : 0), text: fix.text };
}

/** The text with a fix in it. */
export function fixed(text, fix) {
  const { start, end, text: added } = stretchOf(fix, text);
  return text.slice(0, start) + added + text.slice(end);
}
