/** Scales of a plot: where a number stands, the round numbers that an axis names, a range that poles do not stretch. Pure. */

const DIGITS = [1, 2, 5, 10];
const CLOSE = 1e-9; // of a tick's step: rounding
const FENCE = 1.5; // interquartile ranges beyond the quartiles (Tukey): what lies outside does not stretch the view
const MARGIN = 0.06; // of the range, above and below

/** From a range of numbers to one of pixels; `of` is the way back. */
export function scaleOf([low, high], [start, end]) {
  const scale = (x) => start + ((x - low) / (high - low)) * (end - start);
  scale.of = (pixel) => low + ((pixel - start) / (end - start)) * (high - low);
  scale.unit = Math.abs((end - start) / (high - low));
  return scale;
}

/** The smallest 1, 2 or 5 times a power of ten that is not below. */
export function roundUp(size) {
  const power = 10 ** Math.floor(Math.log10(size));
  return rounded(DIGITS.find((digit) => digit * power >= size * (1 - CLOSE)) * power);
}

/** Round numbers in a range, about so many. */
export function ticksOf([low, high], count) {
  const step = roundUp((high - low) / count);
  const first = Math.ceil(low / step - CLOSE);
  const last = Math.floor(high / step + CLOSE);
  return Array.from({ length: last - first + 1 }, (_, k) => rounded((first + k) * step));
}

/** Without the last bits, in which sums of round numbers differ from what is meant. */
export function rounded(x) {
  return Number(x.toPrecision(12)) + 0;
}

/** The nearest multiple of a step. */
export function snapped(x, step) {
  return rounded(Math.round(x / step) * step);
}

/** The number below which a share of sorted numbers lies. */
export function quantile(sorted, share) {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)];
  return below + (at - Math.floor(at)) * (sorted[Math.ceil(at)] - below);
}

/**
 * The range of a vertical axis for these values: all of them, but of poles and other far outliers only what lies near
 * the rest; `kept` are numbers that must be seen. null where there are none.
 */
export function robustRange(values, kept = []) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const must = kept.filter(Number.isFinite);
  if (!sorted.length && !must.length) return null;
  let [low, high] = [Infinity, -Infinity];
  if (sorted.length) {
    const [lower, upper] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
    const reach = FENCE * (upper - lower);
    low = Math.max(sorted[0], lower - reach);
    high = Math.min(sorted.at(-1), upper + reach);
  }
  low = Math.min(low, ...must);
  high = Math.max(high, ...must);
  const margin = high > low ? MARGIN * (high - low) : Math.abs(high) / 2 || 1;
  const range = [low - margin, high + margin];
  return range.every(Number.isFinite) && range[1] > range[0] ? range : null;
}
