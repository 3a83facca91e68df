/** The page's keys: arrows step, Home, End and digits jump, the space bar plays, letters act; fields and the scrubber keep their own. */

const MOVES = { ArrowLeft: "back", ArrowRight: "next", Home: "first", End: "last" };
const LINES = { ArrowLeft: -1, ArrowRight: 1 }; // with Shift
const PRESENTING = { " ": "next", PageDown: "next", PageUp: "back", Escape: "present", b: "blank", r: "rule", v: "numbers", w: "words" }; // a clicker has the page keys
const SIGNS = {
  "?": "help", l: "loop", d: "foot", f: "present", s: "share", o: "openAll", O: "shutAll", "/": "search", e: "edges", ".": "follow", "+": "larger", "=": "larger", "-": "smaller", "−": "smaller",
};
const FIELDS = "input:not([type=checkbox]), textarea, select, dialog[open]"; // a checkbox has no use but for the space bar
const PRESSED_BY_SPACE = "button, a, summary, input";

/**
 * What a key press asks for: a move (first, back, next, last, {tenths}, {lines}), the name of a deed, or null where the focus has a better
 * use for it. `letters`: whether keys of one letter, digit or sign act.
 */
export function askedBy({ key, target, modified = false, shift = false, letters = true, presenting = false }) {
  if (modified || target.closest?.(FIELDS)) return null;
  if (shift && key in LINES) return { lines: LINES[key] };
  const sign = key in SIGNS || key.length > 1 ? key : key.toLowerCase(); // caps may be locked
  if (key.length === 1 && key !== " " && !letters) return null;
  if (presenting && sign in PRESENTING && !(shift && key === " ")) return PRESENTING[sign];
  if (key in MOVES) return shift ? null : MOVES[key];
  if (/^\d$/.test(key)) return { tenths: Number(key) };
  if (sign in SIGNS) return SIGNS[sign];
  return key === " " && !shift && !target.closest?.(PRESSED_BY_SPACE) ? "play" : null;
}

/** The tab that a key leads to from number `at` of `count`; null: another key. */
export function tabFor(key, at, count) {
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: count - 1 }[key];
  return to === undefined ? null : (to + count) % count;
}

const isMove = (asked) => typeof asked === "object" || Object.values(MOVES).includes(asked);

/** Listen on the whole page: `move` is told the moves, `deeds` has what else is asked for, by name; `lettersAct()` says whether letters do. */
export function listenToKeys({ move, deeds, lettersAct }) {
  const dialogs = [...document.querySelectorAll("dialog")]; // looked for once: the page has thousands of elements
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || dialogs.some((dialog) => dialog.open)) return;
    const { key, target } = event;
    const asked = askedBy({
      key, target, modified: event.ctrlKey || event.metaKey || event.altKey, shift: event.shiftKey,
      letters: lettersAct(), presenting: "presenting" in document.documentElement.dataset,
    });
    if (asked === null || !(isMove(asked) || asked in deeds)) return;
    event.preventDefault();
    if (isMove(asked)) move(asked);
    else deeds[asked]();
  });
}
