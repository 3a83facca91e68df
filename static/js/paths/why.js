/** What is asked about a number, by its size beside 1: pure. */

const SMALL = 0.1;
const LARGE = 10;

/** The question, as a button has it; NaN is undefined. */
export function whyOf(x) {
  if (Number.isNaN(x)) return "Why?";
  if (x === 0) return "Why 0?";
  return Math.abs(x) <= SMALL ? "Why so small?" : Math.abs(x) >= LARGE ? "Why so large?" : "Why?";
}

/** How the API calls the number that a step writes: of an array the entry of largest size; null where it writes a value. */
export function numberAsked({ current, sweep, entry }) {
  if (!current || sweep === "value") return null;
  return sweep === "forward" ? `${current.node}.tangent:${entry}` : current.node;
}
