/** What is asked about a number, by its size beside 1: pure. */

const SMALL = 0.1;
const LARGE = 10;

/** What is asked about, of a number: its size, where that is striking. */
export function strikingSize(x) {
  if (x === 0) return "0";
  return Math.abs(x) <= SMALL ? "so small" : Math.abs(x) >= LARGE ? "so large" : "";
}

/** The question, as a button has it; NaN is undefined. */
export function whyOf(x) {
  const size = strikingSize(x);
  return size ? `Why ${size}?` : "Why?";
}

/** How the API calls the number that a step writes: of an array the entry of largest size; null where it writes a value. */
export function numberAsked({ current, sweep, entry }) {
  if (!current || sweep === "value") return null;
  return sweep === "forward" ? `${current.node}.tangent:${entry}` : current.node;
}
