/**
 * Level lines of a grid of values, by marching squares; a cell with an undefined corner has none. Pure.
 * W. Lorensen and H. Cline, "Marching cubes", 1987, in two dimensions; a saddle is settled by the mean of its corners.
 */

import { quantile, ticksOf } from "./scale.js";

const COUNT = 11; // levels, about
const SKEWED = 5; // times the middle half: then round steps would leave most of the plot without a line
const [BOTTOM, RIGHT, TOP, LEFT] = [0, 1, 2, 3]; // the sides of a cell

// By which corners lie above (1 lower left, 2 lower right, 4 upper right, 8 upper left): the sides that lines connect.
const LINES = [
  [], [[LEFT, BOTTOM]], [[BOTTOM, RIGHT]], [[LEFT, RIGHT]], [[RIGHT, TOP]], null, [[BOTTOM, TOP]], [[LEFT, TOP]],
  [[TOP, LEFT]], [[TOP, BOTTOM]], null, [[TOP, RIGHT]], [[RIGHT, LEFT]], [[RIGHT, BOTTOM]], [[BOTTOM, LEFT]], [],
];
const APART = [[LEFT, BOTTOM], [RIGHT, TOP]]; // around the lower left and the upper right corner
const ACROSS = [[BOTTOM, RIGHT], [TOP, LEFT]]; // around the other two

/** Levels that share the plot fairly: round steps, or where values crowd, rounded quantiles. */
export function levelsOf(values) {
  const sorted = values.flat().filter(Number.isFinite).sort((a, b) => a - b);
  if (!sorted.length || sorted[0] === sorted.at(-1)) return [];
  const [low, high] = [sorted[0], sorted.at(-1)];
  const middle = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  const inside = (level) => level > low && level < high;
  if (Number.isFinite(high - low) && high - low <= SKEWED * middle) return ticksOf([low, high], COUNT).filter(inside);
  const shares = Array.from({ length: COUNT }, (_, k) => quantile(sorted, (k + 0.5) / COUNT));
  return [...new Set(shares.map((x) => Number(x.toPrecision(2))))].filter(inside);
}

/** The line of a level as stretches [x, y, x, y] through the cells of a grid; values has a row for each y. */
export function levelLine(x, y, values, level) {
  const stretches = [];
  for (let j = 0; j + 1 < y.length; j++) {
    for (let i = 0; i + 1 < x.length; i++) {
      const corners = [values[j][i], values[j][i + 1], values[j + 1][i + 1], values[j + 1][i]];
      if (!corners.every(Number.isFinite)) continue;
      const above = corners.reduce((sum, corner, k) => sum + (corner > level ? 2 ** k : 0), 0);
      if (above === 0 || above === 15) continue;
      const box = [x[i], y[j], x[i + 1], y[j + 1]];
      for (const [from, to] of LINES[above] ?? saddle(corners, above, level)) {
        stretches.push([...crossing(from, corners, box, level), ...crossing(to, corners, box, level)]);
      }
    }
  }
  return stretches;
}

/** Two corners above lie across from each other: where the middle is above too, they are connected. */
function saddle(corners, above, level) {
  const isAbove = corners.reduce((sum, corner) => sum + corner / 4, 0) > level;
  return (above === 5) === isAbove ? ACROSS : APART;
}

/** Where the level crosses a side of a cell, linearly between its corners. */
function crossing(side, [ll, lr, ur, ul], [left, bottom, right, top], level) {
  const share = (from, to) => (level - from) / (to - from);
  if (side === BOTTOM) return [left + share(ll, lr) * (right - left), bottom];
  if (side === TOP) return [left + share(ul, ur) * (right - left), top];
  if (side === LEFT) return [left, bottom + share(ll, ul) * (top - bottom)];
  return [right, bottom + share(lr, ur) * (top - bottom)];
}

/** A grid's numbers with undefined ones as NaN. */
export const gridOf = (json) => json.map((row) => row.map((x) => (x === null ? NaN : Number(x))));
