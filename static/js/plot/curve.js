/** A plotted line, as data in the plot's own pixels: the curve, its tangents and secants, clipped to what is seen. Pure. */

import { numberOf } from "../text/number.js";

const FAR = 20; // heights of the plot: what lies beyond is cut, so that a pole's numbers stay numbers
const FADING = 4; // secants that are seen at once: the chosen one and those of twice the h before it

/**
 * The curve as the d of a path: it breaks where a value is undefined, and lines past the edge are cut there by whoever
 * paints. `x` and `y` are scales, `height` the plot's.
 */
export function curvePath({ points, values }, x, y, height) {
  let path = "";
  let isDown = false;
  points.forEach((point, k) => {
    const value = numberOf(values[k]);
    if (Number.isNaN(value)) {
      isDown = false;
      return;
    }
    const at = Math.max(-FAR * height, Math.min(FAR * height, y(value)));
    path += `${isDown ? "L" : "M"}${tenths(x(point))} ${tenths(at)}`;
    isDown = true;
  });
  return path;
}

/**
 * The lines with the function's slope at the point, as {from, to, kind}: one tangent; at a kink the two sides' and the
 * one that is shown as a convention; upright where the slope is infinite.
 */
export function tangentsOf({ at, value, slope, sides }, [low, high]) {
  const f = numberOf(value);
  const line = (m, kind, from = low, to = high) => {
    if (Number.isNaN(m) || !Number.isFinite(f)) return [];
    if (!Number.isFinite(m)) return [{ kind, upright: at, side: from === at ? Math.sign(m) : to === at ? -Math.sign(m) : 0 }];
    return [{ kind, from: [from, f + m * (from - at)], to: [to, f + m * (to - at)] }];
  };
  if (!sides) return line(numberOf(slope), "tangent");
  const [left, right] = sides.map(numberOf);
  return [...line(numberOf(slope), "convention"), ...line(left, "tangent", low, at), ...line(right, "tangent", at, high)];
}

/** The secants through the point for h down to the chosen one, the later the stronger: {h, from, to, end, age}. */
export function secantsOf({ at, value, secants }, chosen, [low, high]) {
  const f = numberOf(value);
  return secants.slice(Math.max(0, chosen + 1 - FADING), chosen + 1).flatMap(({ h, value: there, slope }, k, all) => {
    const m = numberOf(slope);
    if (!Number.isFinite(m)) return [];
    return [{ h, age: all.length - 1 - k, slope: m, from: [low, f + m * (low - at)], to: [high, f + m * (high - at)], end: [at + h, numberOf(there)] }];
  });
}

/** A power of two as people write it: 4, 1/8. */
export function halvings(h) {
  return h >= 1 || h < 1 / 4096 ? null : `1/${1 / h}`;
}

/** The value of a line between its samples; NaN in a gap. */
export function valueAt({ points, values }, x) {
  const k = points.findLastIndex((point) => point <= x);
  if (k < 0) return NaN;
  const [left, right] = [numberOf(values[k]), numberOf(values[Math.min(k + 1, values.length - 1)])];
  if (points[k] === x || k + 1 === points.length) return points[k] === x ? left : NaN;
  return left + ((x - points[k]) / (points[k + 1] - points[k])) * (right - left);
}

const tenths = (pixel) => Math.round(pixel * 10) / 10;
