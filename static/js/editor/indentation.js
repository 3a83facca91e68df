/** Tab and Enter in code: they indent as in every editor. Escape gives Tab back, so that it leads on. */

import { replace } from "../text/undoable_edit.js";

const STEP = 4; // spaces

/** {start, end, text, selection} for Tab, or with Shift back: the lines of a selection, else spaces at the caret. Pure. */
export function indented(text, start, end, isBack) {
  if (start === end && !isBack) return { start, end, text: " ".repeat(STEP), selection: [start + STEP, start + STEP] };
  const first = text.lastIndexOf("\n", start - 1) + 1;
  const lines = text.slice(first, end).split("\n");
  const moved = lines.map((line) => (isBack ? line.replace(/^(?: {1,4}|\t)/, "") : line && " ".repeat(STEP) + line));
  const by = moved[0].length - lines[0].length;
  const size = moved.join("\n").length;
  const begin = Math.max(first, start + by);
  return { start: first, end, text: moved.join("\n"), selection: [begin, start === end ? begin : first + size] };
}

/** The new line with the indentation of the one that it follows, one step more after a colon. Pure. */
export function broken(text, at) {
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  const indent = /^[ \t]*/.exec(line)[0];
  return `\n${indent}${/:\s*(?:#.*)?$/.test(line) ? " ".repeat(STEP) : ""}`;
}

/** `isCode()` tells whether the field holds code: elsewhere both keys stay the browser's. */
export function listenToIndentation(field, isCode) {
  let isLeaving = false;
  field.addEventListener("blur", () => (isLeaving = false));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") isLeaving = true;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !["Tab", "Enter"].includes(event.key)) return;
    if (isLeaving || !isCode()) return;
    const { value, selectionStart: start, selectionEnd: end } = field;
    if (event.key === "Tab") {
      event.preventDefault();
      const { selection, ...change } = indented(value, start, end, event.shiftKey);
      replace(field, change);
      field.setSelectionRange(...selection);
    } else if (!event.shiftKey) {
      event.preventDefault();
      replace(field, { start, end, text: broken(value, start) });
    }
  });
  field.addEventListener("input", () => (isLeaving = false));
}
