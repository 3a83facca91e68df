/** What the word at the caret may become. Pure. */

import { isCode } from "../text/names.js";

const LEAST = 2; // letters of a word before names are offered by themselves: of one letter are most inputs
const LEAST_INSIDE = 3; // letters that may also stand inside a name
const MOST = 60;
const KINDS = ["own", "name", "spelling"]; // a function's other spellings come last
const WORD = /(\\?)([\p{L}_][\p{L}\p{N}_]*)?$/u;
const DIGITS = /(?:^|[^\p{L}\p{N}_])(?:\d+\.?\d*|\.\d+)$/u;
const NUMBER = /^(?:[eE]\d*|[xXbBoO][\da-fA-F]*)?$/; // what may follow a number's digits: 1e5, 0x1F
const PROSE = /[\p{L}\p{N}_][ \t]+\p{L}/u; // words side by side
const NAMING = /^\s*(?:import|from)\b|\b(?:def|class|for|lambda|as)[ \t]+[\p{L}\p{N}_]*$/u; // in code: a name of the reader's own comes

/**
 * {start, text, kind} of the word that ends at the caret: kind is "command" (after a backslash), "call" (after a dot), or "name".
 * null where no name comes: in a number, in a comment, in prose; and unless `isAsked`, where fewer than two letters stand,
 * in the middle of a word, or in LaTeX without a backslash, whose names are of one letter.
 */
export function wordAt(text, caret, isAsked) {
  const line = text.slice(text.lastIndexOf("\n", caret - 1) + 1, caret);
  const [, slash, letters = ""] = WORD.exec(line);
  const before = line.slice(0, line.length - letters.length - slash.length);
  const start = caret - letters.length - slash.length;
  const isDigits = !slash && DIGITS.test(before);
  if (isDigits && NUMBER.test(letters)) return null;
  const kind = slash ? "command" : before.endsWith(".") && !isDigits ? "call" : "name";
  const word = { start, text: letters, kind };
  if (isAsked) return word;
  if (letters.length < LEAST || /^[\p{L}\p{N}_]/u.test(text.slice(caret))) return null;
  if (kind === "command") return word;
  const code = isCode(text);
  if (line.includes("#") || (code ? NAMING.test(line) : /[\\$]/.test(text) || PROSE.test(line))) return null;
  return word;
}

/** The suggestions for a word, the best first: [{name, text, signature, about, kind}]; text takes the word's place. */
export function suggestionsFor({ text, kind }, { vocabulary, own }, isAsked) {
  const all = kind === "command" ? vocabulary.commands.map(asCommand) : [...(kind === "call" ? [] : own), ...functionsOf(vocabulary, text), ...(kind === "call" ? [] : vocabulary.constants.map(asConstant))];
  const ranked = all.map((each) => [rank(each.name, text, isAsked), each]).filter(([at]) => at !== null);
  if (text) ranked.sort(([a, one], [b, other]) => a - b || KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) || one.name.length - other.name.length);
  const names = new Set();
  const found = ranked.map(([, each]) => each).filter(({ name }) => !names.has(name) && names.add(name)).slice(0, isAsked && !text ? all.length : MOST);
  return found.length === 1 && found[0].name === text ? [] : found;
}

/** 0 begins so, 1 but for capitals, 2 holds it; null does not fit. */
function rank(name, text, isAsked) {
  if (name.startsWith(text)) return 0;
  const [whole, part] = [name.toLowerCase(), text.toLowerCase()];
  if (whole.startsWith(part)) return 1;
  return (isAsked || part.length >= LEAST_INSIDE) && whole.includes(part) ? 2 : null;
}

/** Where nothing is typed yet a function is offered once, by its own name. */
function functionsOf({ functions }, text) {
  const offered = text ? functions : functions.filter(({ same_as }) => !same_as);
  return offered.map(({ name, signature, about, same_as }) => ({ name, text: name, signature, about: same_as ? `as ${same_as}` : about, kind: same_as ? "spelling" : "name" }));
}

const asConstant = ({ name, value }) => ({ name, text: name, signature: name, about: `constant ${value.toPrecision(6)}`, kind: "name" });
const asCommand = ({ name, text, about }) => ({ name, text, signature: text, about, kind: "name" });

/** Where the caret goes in a text that took a word's place: into its first empty group, else behind it. */
export function caretIn(text) {
  const at = [text.indexOf("{}"), text.indexOf("  ")].filter((each) => each >= 0);
  return at.length ? Math.min(...at) + 1 : text.length;
}
