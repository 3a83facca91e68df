/** The view of a plot: a range along each axis, around the point, which stays while the point moves inside it. Pure. */

import { rounded } from "./scale.js";

const HALF = 2; // on both sides of the point, at least
const ROOM = 1.25; // times the point's distance from 0, so that 0 is in the view
const KEYED = 50; // steps of the arrow keys across the view
const DRAGGED = 500; // of a pointer

/** Around a point of one or two axes; two have the same width, so that right angles stay right. */
export function rangesAround(at) {
  const half = Math.max(HALF, ...at.map((x) => ROOM * Math.abs(x)));
  return at.map((x) => [rounded(x - half), rounded(x + half)]);
}

/** Closer (factor < 1) or wider, around the point. */
export function zoomed(ranges, at, factor) {
  const widths = ranges.map(([low, high]) => (high - low) * factor);
  const others = at.map((x, k) => [rounded(x - widths[k] / 2), rounded(x + widths[k] / 2)]);
  return others.every(([low, high]) => low < high && Number.isFinite(high - low)) ? others : ranges;
}

export function holds(ranges, at) {
  return ranges.every(([low, high], k) => at[k] >= low && at[k] <= high);
}

/** How far a key press moves the point, and how finely a pointer does: shares of the view. */
export const keyStep = ([low, high]) => (high - low) / KEYED;
export const dragStep = ([low, high]) => (high - low) / DRAGGED;
