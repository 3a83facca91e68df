/** Text that a script puts into a field as if it were typed, so that the browser's own undo takes it back. */

/** Replace a stretch of a field; its `input` event tells of it, as for every keystroke. */
export function replace(field, { start, end, text }) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  const isFocused = document.activeElement === field; // it cannot be while it is hidden
  const isTyped = isFocused && (text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text));
  if (isTyped) return;
  field.setRangeText(text, start, end, "end"); // undo does not know of it; Back still leads to the text before
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Take the replacement before back; the next one then takes its place, and both are one step for undo. */
export function takeBack(field, before) {
  if (field.value !== before) document.execCommand("undo");
  if (field.value !== before) field.value = before; // a browser whose undo goes by other steps
}

/** Show another text; undo leads to the one before, the focus stays where it was. */
export function rewrite(field, text) {
  const focused = document.activeElement;
  replace(field, { start: 0, end: field.value.length, text });
  if (focused !== field && focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  if (focused !== field) field.blur();
}
