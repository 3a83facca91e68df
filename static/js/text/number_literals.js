/** The numbers that stand in a program's text: where they are, and what they become when they are pulled. Pure. */

import { spelled } from "./names.js";

const SKIPPED = "#.*|[\\p{L}_][\\p{L}\\p{N}_]*"; // comments, and the digits of names
const NUMBER = "(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?";
const PIECE = new RegExp(`(?:${SKIPPED})|(${NUMBER})`, "gu");
const LINE = new RegExp(`^([ \\t]*)([\\p{L}][\\p{L}\\p{N}_]*)[ \\t]*=[ \\t]*([+-]?${NUMBER})[ \\t]*(?:#.*)?$`, "u");
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

/** Lines `k = 2` whose name could be an input in their place: {name, value, start, end} with the line's end. */
export function namedLiterals(program) {
  const lines = program.split("\n");
  const literals = [];
  let start = 0;
  lines.forEach((line, i) => {
    const end = start + line.length + (i < lines.length - 1 ? 1 : 0);
    const [, , typed, value] = LINE.exec(line) ?? [];
    const isOnly = typed && program.match(new RegExp(`(?<![\\p{L}\\p{N}_])${typed}[ \\t]*=(?!=)`, "gu")).length === 1;
    const isRead = typed && new RegExp(`(?<![\\p{L}\\p{N}_])${typed}(?![\\p{L}\\p{N}_])`, "u").test(program.slice(0, start));
    if (isOnly && !isRead && i < lines.length - 1) literals.push({ name: spelled(typed), value: Number(value), start, end });
    start = end;
  });
  return literals;
}
