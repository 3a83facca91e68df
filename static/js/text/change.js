/** A fix of the contract {line, column, length, text} → the change of a text {start, end, text}, in the string's own indices. Pure. */

import { spread } from "./text_place.js";

/** Line, column and length count code points, as the server does; a length of 0 puts the text in between. */
export function changeOf(text, fix) {
  const [before, marked] = spread(text, fix);
  return { start: before.length, end: before.length + (fix.length ? marked.length : 0), text: fix.text };
}
