/** The page's keys: arrows step, Home and End jump, the space bar plays; fields and the scrubber keep their own. */

const MOVES = { ArrowLeft: "back", ArrowRight: "next", Home: "first", End: "last" };
const FIELDS = "input, textarea, select, dialog[open]";
const PRESSED_BY_SPACE = "button, a, summary";

/** What a key press asks for: a move, "play", or null where the focus has a better use for it. */
export function askedBy({ key, target, modified }) {
  if (modified || target.closest?.(FIELDS)) return null;
  if (key in MOVES) return MOVES[key];
  return key === " " && !target.closest?.(PRESSED_BY_SPACE) ? "play" : null;
}

/** The tab that a key leads to from number `at` of `count`; null: another key. */
export function tabFor(key, at, count) {
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: count - 1 }[key];
  return to === undefined ? null : (to + count) % count;
}

/** Listen on the whole page. */
export function keys({ move, play }) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
    const asked = askedBy({ key: event.key, target: event.target, modified });
    if (!asked) return;
    event.preventDefault();
    if (asked === "play") play();
    else move(asked);
  });
}
