/**
 * A hint → the change of the program's text that it means, where it means one: {start, end, text}, in the string's own
 * indices. Pure. Most hints are a piece of the program as it should stand, "x2*(x1+1)": it takes the place of the
 * longest stretch round the error that it repeats, and it may add signs, but no names and no numbers.
 */

import { spread } from "./place.js";

const LETTER = "(?!ᵀ)[\\p{L}_]";
const NAME = `${LETTER}(?:${LETTER}|[\\p{Nd}\\u2080-\\u209c\\u1d62-\\u1d6a\\u2c7c])*`;
const TOKEN = new RegExp(`#.*|${NAME}|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\\*\\*|==|\\S`, "gu");
const IS_LEAF = /^[\p{L}_\d.]*[\p{L}_\d][\p{L}_\d.]*$/u;
const OPEN = "…"; // stands for what the program holds already

/** The change that a problem document's hint means for the text, or null. */
export function fixOf({ line, column, length, detail, hint }, text) {
  if (!line || !hint) return null;
  const [before, marked] = spread(text, { line, column, length });
  const place = { start: before.length, end: before.length + marked.length };
  for (const rule of RULES) {
    const fix = rule({ hint, detail, text, place });
    if (fix !== undefined) return fix;
  }
  return null;
}

/** The text with a fix in it. */
export const fixed = (text, fix) => text.slice(0, fix.start) + fix.text + text.slice(fix.end);

/** What a fix puts into the text; one that only adds a sign, with what stands round it. */
export function fixLabel(text, fix) {
  if (fix.start < fix.end) return fix.text;
  return /\S*\s*$/.exec(text.slice(0, fix.start))[0] + fix.text + /^\S*/.exec(text.slice(fix.end))[0];
}

/** Each gives a fix, null (there is none), or undefined where the hint is not of its form. */
const RULES = [product, ending, bareName, inverse, comparison, brackets, rows, repeated];

function product({ hint, place: { start } }) {
  return hint === "write * for a product" ? { start, end: start, text: "*" } : undefined;
}

/** A bracket that was never closed, where no comment ends the line. */
function ending({ hint, text }) {
  const [, sign, line] = /^write (.) at the end(?: of line (\d+))?$/.exec(hint) ?? [];
  const start = text.split("\n").slice(0, line).join("\n").trimEnd().length;
  return sign && (text.slice(text.lastIndexOf("\n", start - 1) + 1, start).includes("#") ? null : { start, end: start, text: sign });
}

/** f(2) = … */
function bareName({ hint, text, place: { start, end } }) {
  if (!hint.startsWith("a line is named by a bare name")) return undefined;
  const head = /^\([^()=\n]*\)(?=\s*=)/.exec(text.slice(end).trimStart());
  return head && { start, end: text.indexOf(head[0], end) + head[0].length, text: text.slice(start, end) };
}

/** sin^-1(x) */
function inverse({ hint, text, place }) {
  const name = /^(\w+)\(x\) is the inverse function/.exec(hint)?.[1];
  if (!name) return undefined;
  const powers = text.matchAll(/[A-Za-z]\w*\s*(?:(?:\^|\*\*)\s*-\s*1|⁻¹)(?=\s*\()/g);
  const found = [...powers].find((power) => power.index < place.start && place.end <= power.index + power[0].length);
  return found ? { start: found.index, end: found.index + found[0].length, text: name } : null;
}

/** where(x = 0, …) */
function comparison({ hint, text, place }) {
  if (hint !== "== compares") return undefined;
  const start = text.indexOf("=", place.end);
  return start < 0 ? null : { start, end: start + 1, text: "==" };
}

/** (1, 2) */
function brackets({ hint, text, place: { start, end } }) {
  if (hint !== "an array is written [ … ]") return undefined;
  const typed = text.slice(start, end);
  return typed.startsWith("(") && typed.endsWith(")") ? { start, end, text: `[${typed.slice(1, -1)}]` } : null;
}

/** [1, 2; 3, 4] or [1 2; 3 4] */
function rows({ hint, text, place: { start } }) {
  if (!hint.startsWith("rows are written")) return undefined;
  const typed = /^\[([^[\]]*)\]/.exec(text.slice(start));
  if (!typed) return null;
  const lists = typed[1].split(";").map((row) => `[${row.trim().replace(row.includes(",") ? /$/ : /\s+/g, row.includes(",") ? "" : ", ")}]`);
  return { start, end: start + typed[0].length, text: `[${lists.join(", ")}]` };
}

/** Code that repeats what stands round the error, or the one name that takes its place. */
function repeated({ hint, detail, text, place }) {
  const told = /^(?:did you mean |write )?(.*?)\??$/s.exec(hint)[1].split(" or ")[0].replace(/ (?:for|would) .*/s, "");
  const code = told.split(OPEN)[0];
  const wanted = tokensOf(code).map((token) => token.text);
  const tokens = tokensOf(text);
  const first = tokens.findIndex((token) => token.end > place.start);
  const last = tokens.findLastIndex((token) => token.start < place.end);
  if (!wanted.length || first < 0 || last < first) return null;
  if (wanted.length === 1 && first === last && IS_LEAF.test(code) && IS_LEAF.test(tokens[first].text)) return { ...place, text: code };
  const [from, to] = longest(wanted, tokens.map((token) => token.text), first, last);
  if (from === null) return null;
  const stretch = tokens.slice(from, to + 1).map((token) => token.text);
  const asked = detail?.endsWith("needs an argument") && wanted[1] === "(" ? [wanted[2]] : [];
  const added = wanted.filter((each, i) => IS_LEAF.test(each) && !stretch.includes(each) && !asked.includes(each) && wanted[i - 1] !== ".");
  if (added.length || balance(stretch) !== balance(wanted)) return null;
  return { start: tokens[from].start, end: tokens[to].end, text: code.trimEnd() };
}

function tokensOf(text) {
  const found = [...text.matchAll(TOKEN)].map((match) => ({ text: match[0], start: match.index, end: match.index + match[0].length }));
  return found.filter((token) => !token.text.startsWith("#"));
}

/** The most tokens round first … last that stand in `wanted` in the same order; [null, null] where not even those do. */
function longest(wanted, tokens, first, last) {
  let best = [null, null];
  let length = 0;
  for (let from = first; from >= 0 && first - from < wanted.length; from -= 1) {
    for (let to = last; to < tokens.length && to - from < wanted.length; to += 1) {
      if (to - from + 1 > length && isWithin(tokens.slice(from, to + 1), wanted)) {
        best = [from, to];
        length = to - from + 1;
      }
    }
  }
  return best;
}

function isWithin(tokens, wanted) {
  let at = -1;
  return tokens.every((token) => (at = wanted.indexOf(token, at + 1)) >= 0);
}

const balance = (tokens) => tokens.reduce((open, token) => open + "([".includes(token) - ")]".includes(token), 0);
