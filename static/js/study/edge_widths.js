/**
 * How much each edge passes back in the reverse sweep: |adjoint × partial| of the steps done, on a logarithmic scale, as
 * one of twelve widths. Vanishing and exploding gradients are seen at a glance. Pure.
 */

import { entriesIn } from "../text/nested_lists.js";
import { numberOf } from "../text/number.js";

export const WIDTHS = 12; // from 1 to 8 pixels: the classes w0 … w11 of view.css
const DECADES = 2; // that the scale spans at least: numbers that differ little look alike

/**
 * By edge {width, end}: `end` is "vanished" at 0, "exploded" at infinity, else ""; and the least and largest size that
 * is neither, null where there is none. Edges that have passed nothing, or what is undefined, are left out.
 */
export function weightsOf({ sweep, steps, cursor }) {
  const done = sweep === "reverse" ? steps.slice(0, cursor).filter((step) => step.edge !== null) : [];
  const sizes = new Map(done.map((step) => [step.edge, sizeOf(step.term)]).filter(([, size]) => !Number.isNaN(size)));
  const finite = [...sizes.values()].filter((size) => size > 0 && Number.isFinite(size));
  const [least, largest] = finite.length ? [Math.min(...finite), Math.max(...finite)] : [null, null];
  const edges = new Map([...sizes].map(([edge, size]) => [edge, { width: widthOf(size, least, largest), end: endOf(size) }]));
  return { edges, least, largest };
}

/** An array's size is its length as a vector; NaN for what is undefined, or too large to be in the step. */
function sizeOf(term) {
  return term === null ? NaN : Math.hypot(...entriesIn(term).map(([, x]) => numberOf(x)));
}

function widthOf(size, least, largest) {
  if (size === 0) return 0;
  if (!Number.isFinite(size)) return WIDTHS - 1;
  const [low, high] = [Math.log10(least), Math.log10(largest)];
  const spare = Math.max(0, DECADES - (high - low)) / 2;
  return Math.round(((Math.log10(size) - low + spare) / (high - low + 2 * spare)) * (WIDTHS - 1));
}

const endOf = (size) => (size === 0 ? "vanished" : Number.isFinite(size) ? "" : "exploded");
