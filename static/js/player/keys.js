/** The page's keys: arrows step, Home, End and digits jump, the space bar plays; fields and the scrubber keep their own. */

const MOVES = { ArrowLeft: "back", ArrowRight: "next", Home: "first", End: "last" };
const OTHERS = { "?": "help", l: "loop", L: "loop", "+": "larger", "=": "larger", "-": "smaller", ".": "follow" };
const FIELDS = "input:not([type=checkbox]), textarea, select, dialog[open]"; // a checkbox has no use but for the space bar
const PRESSED_BY_SPACE = "button, a, summary, input";

/** What a key press asks for: a move, a digit, "play", "loop", "help", or null where the focus has a better use for it. */
export function askedBy({ key, target, modified }) {
  if (modified || target.closest?.(FIELDS)) return null;
  if (key in MOVES) return MOVES[key];
  if (/^\d$/.test(key)) return Number(key);
  if (key in OTHERS) return OTHERS[key];
  return key === " " && !target.closest?.(PRESSED_BY_SPACE) ? "play" : null;
}

/** The tab that a key leads to from number `at` of `count`; null: another key. */
export function tabFor(key, at, count) {
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: count - 1 }[key];
  return to === undefined ? null : (to + count) % count;
}

/** Listen on the whole page; `others` do what is asked for by a word that is no move. */
export function listenToKeys({ move, ...others }) {
  const dialogs = [...document.querySelectorAll("dialog")]; // looked for once: the page has thousands of elements
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || dialogs.some((dialog) => dialog.open)) return;
    const modified = event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && !"?+".includes(event.key));
    const asked = askedBy({ key: event.key, target: event.target, modified });
    if (asked === null) return;
    event.preventDefault();
    if (asked in others) others[asked]();
    else move(typeof asked === "number" ? { tenths: asked } : asked);
  });
}
