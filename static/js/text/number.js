/**
 * Numbers as people read them. numberText gives, digit for digit, what the server's number_text gives, so that a
 * repaint after a step never changes a number that did not change.
 */

const MINUS = "\u2212";

/** A number of the JSON contract as a double: infinities come as words, null (undefined) becomes NaN. */
export function numberOf(json) {
  return json === null || json === undefined ? NaN : Number(json);
}

/** A number as people read it: {base: "1.23·10", exponent: "-5"}; the exponent, which is raised, is "" where it has none. */
export function numeralOf(x, digits = 5) {
  const [mantissa, exponent] = numberPieces(x, digits);
  return exponent === null ? { base: mantissa, exponent: "" } : { base: `${mantissa}·10`, exponent: String(exponent) };
}

/** Its text, for where nothing can be raised. */
export const numeralText = ({ base, exponent }) => (exponent ? `${base}^${exponent}` : base);

/** Five significant digits; `1.23·10^-5` outside 1e-4 … 1e6; integral values without a point. */
export const numberText = (x, digits = 5) => numeralText(numeralOf(x, digits));

/** A number as one digit times a power of ten. */
export function powerOfTen(x) {
  const [digit, exponent] = exponential(x, 0).split("e");
  return { base: `${digit}·10`, exponent: String(Number(exponent)) };
}

/** A number as mantissa and power of ten, null where it is written without one. */
export function numberPieces(x, digits = 5) {
  if (!Number.isFinite(x) || x === 0) return [literal(x), null];
  const size = Math.abs(x);
  if (size < 1e-4 || size >= 1e6) {
    const [mantissa, exponent] = exponential(x, Math.min(2, digits - 1)).split("e");
    return [trimmed(mantissa), Number(exponent)];
  }
  if (Number.isInteger(x)) return [String(x), null];
  const magnitude = Number(x.toExponential().split("e")[1]);
  return [trimmed(fixed(x, Math.max(0, digits - 1 - magnitude))), null];
}

/** All digits, as one would type them. */
export function literal(x) {
  if (Number.isNaN(x)) return "undefined";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "-∞";
  const size = Math.abs(x);
  if (size === 0 || (size >= 1e-4 && size < 1e16)) return String(x + 0);
  return x.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}

/** The same text with a minus sign instead of the hyphen that programs use. */
export function typographic(text) {
  return text.replaceAll("-", MINUS);
}

function exponential(x, decimals) {
  return even(x, decimals, x.toExponential(decimals));
}

function fixed(x, decimals) {
  const magnitude = Number(x.toExponential().split("e")[1]);
  const significant = decimals + magnitude;
  if (significant < 0 || significant > 99) return x.toFixed(decimals);
  return tied(x, significant) ? Number(even(x, significant, "")).toFixed(decimals) : x.toFixed(decimals);
}

/** Ties go to the even digit, as on the server; JavaScript alone would take the larger number. */
function even(x, decimals, otherwise) {
  if (!tied(x, decimals)) return otherwise;
  const [mantissa, exponent] = x.toExponential(100).split("e");
  const kept = mantissa.slice(0, mantissa.indexOf(".") + (decimals && 1 + decimals));
  return "02468".includes(kept.replace(".", "").at(-1)) ? `${kept}e${exponent}` : otherwise || x.toExponential(decimals);
}

/** Whether x lies exactly between two numbers of that many decimals. */
function tied(x, decimals) {
  const isHalf = (digits) => /^50*$/.test(x.toExponential(digits).split("e")[0].split(".")[1].slice(decimals));
  return isHalf(Math.min(100, decimals + 12)) && isHalf(100); // the exact digits are slow to write, and seldom needed
}

function trimmed(decimals) {
  return decimals.includes(".") ? decimals.replace(/\.?0+$/, "") : decimals;
}
