/** How high the foot is, in pixels, and what stands in it at that height. Pure. */

export const SHUT = 40; // one line
const USUAL = 140; // leaves the picture more than half of a window of 720 pixels
const LEAST = 104; // the tabs' line, the rule and the numbers
const BESIDE = 220; // from here on the step and the trace stand beside each other
const SHARE = 0.6; // of the window, at most
const STEP = 24; // a press of an arrow key

/** What a browser remembers: the height, and whether the foot is shut. */
export function readFoot(text) {
  const [height, shut] = (text ?? "").split(" ");
  return { height: Number(height) > 0 ? Number(height) : USUAL, isShut: Boolean(shut) };
}

export const footText = ({ height, isShut }) => (isShut ? `${height} shut` : String(height));

export const mostOf = (room) => Math.floor(room * SHARE);

/** The height that is seen in a window `room` high. */
export const heightOf = ({ height, isShut }, room) => (isShut ? SHUT : Math.min(height, mostOf(room)));

/** "shut", "low": one panel with tabs, or "high": the step and the tabs side by side. */
export const formOf = (foot, room) => (foot.isShut ? "shut" : heightOf(foot, room) < BESIDE ? "low" : "high");

/** The foot drawn to a height: one that holds no step shuts it, and leaves the height that it opens to. */
export function drawnTo(foot, height, room) {
  if (height < (SHUT + LEAST) / 2) return { ...foot, isShut: true };
  return { height: Math.max(LEAST, Math.min(Math.round(height), mostOf(room))), isShut: false };
}

/** The foot after a key on its splitter; null: another key. */
export function afterKey(foot, key, room) {
  const seen = heightOf(foot, room);
  switch (key) {
    case "ArrowUp":
      return drawnTo(foot, foot.isShut ? LEAST : seen + STEP, room);
    case "ArrowDown":
      return foot.isShut || seen === LEAST ? { ...foot, isShut: true } : drawnTo(foot, Math.max(LEAST, seen - STEP), room);
    case "Home":
      return { ...foot, isShut: true };
    case "End":
      return { height: mostOf(room), isShut: false };
    case "Enter":
      return { ...foot, isShut: !foot.isShut };
    default:
      return null;
  }
}
