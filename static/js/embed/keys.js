/** The player's keys: arrows step, Home, End and digits jump, the space bar plays; links and buttons keep their own. */

const MOVES = { ArrowLeft: "back", ArrowRight: "next", PageUp: "back", PageDown: "next", Home: "first", End: "last" };
const PRESSED_BY_SPACE = "button, a";

/** Do what a key asks for, if it asks for anything. */
export function keyMove(event, cursor) {
  const { key, target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (key in MOVES) cursor.move(MOVES[key]);
  else if (/^\d$/.test(key)) cursor.move({ tenths: Number(key) });
  else if (key === " " && !target.closest(PRESSED_BY_SPACE)) cursor.player.toggle();
  else return;
  event.preventDefault();
}
