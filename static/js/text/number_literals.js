/** The numbers that stand in a program's text: where they are, and what they become when they are pulled. Pure. */

const SKIPPED = "#.*|[\\p{L}_][\\p{L}\\p{N}_]*"; // comments, and the digits of names
const NUMBER = "(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?";
const PIECE = new RegExp(`(?:${SKIPPED})|(${NUMBER})`, "gu");
const DIGITS = 15; // that a double holds of any number

/** Every number: {start, end, text}; with a sign that belongs to it, {signed: true}. */
export function literalsIn(program) {
  const literals = [];
  for (const match of program.matchAll(PIECE)) {
    if (match[1] === undefined || match[1].replace(/\D/g, "").length > DIGITS) continue;
    const before = program.slice(0, match.index);
    const end = match.index + match[1].length;
    const isAlone = /^[ \t]*(?:$|[\n;,)\]+#-])/.test(program.slice(end)); // nothing binds it tighter than a sign does
    const sign = /(?:^|[=(,[;\n])[ \t]*([+-]?)$/.exec(before);
    const signed = isAlone && sign !== null;
    const start = match.index - (signed ? sign[1].length : 0);
    literals.push({ start, end, text: program.slice(start, end), signed });
  }
  return literals;
}

/** The number at a place of the text, or next to it. */
export function literalAt(program, at) {
  return literalsIn(program).find(({ start, end }) => start <= at && at <= end) ?? null;
}

/** A number moved by so many of its last digit: 0.25 by 2 is 0.27; below 0 only where a sign may stand. */
export function pulled({ text, signed }, count) {
  const [, mantissa, exponent = ""] = /^([^eE]*)([eE].*)?$/.exec(text);
  const decimals = mantissa.split(".")[1]?.length ?? 0;
  const moved = (Math.round(Number(mantissa) * 10 ** decimals) + count) / 10 ** decimals;
  const bounded = signed ? moved : Math.max(0, moved);
  return `${(bounded + 0).toFixed(decimals)}${exponent}`; // + 0: never -0
}
