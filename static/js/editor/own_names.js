/** The names of a text's own: its functions, its lines, its inputs. Pure. */

import { spelled } from "../text/names.js";
import { numberText, typographic } from "../text/number.js";

const NAME = "[\\p{L}_][\\p{L}\\p{N}_]*";
const WORDS = new RegExp(NAME, "gu");
const FUNCTION = new RegExp(`^[ \\t]*(?:def[ \\t]+(${NAME})[ \\t]*\\(([^)\\n]*)\\)|(${NAME})[ \\t]*\\(([^()\\n]*)\\)[ \\t]*:?=(?!=))`, "gmu");
const LINE = new RegExp(`^[ \\t]*(${NAME}(?:[ \\t]*,[ \\t]*${NAME})*)[ \\t]*(?:\\*\\*|//|[-+*/@%:])?=(?!=)[ \\t]*(.+)`, "gmu");
const TURNS = new RegExp(`\\bfor[ \\t]+(${NAME}(?:[ \\t]*,[ \\t]*${NAME})*)[ \\t]+in\\b`, "gu");
const REST = /#.*$/; // a comment

/** [{name, text, signature, about, kind}] without the word from `start` to `end`, which is being typed; an input's number is the study's. */
export function ownNames(text, study, { start, end }) {
  const found = new Map();
  const add = (name, signature, about) => found.has(name) || found.set(name, { name, text: name, signature, about, kind: "own" });
  const rest = text.slice(0, start) + " ".repeat(end - start) + text.slice(end);
  const isLatex = /[\\$]/.test(text);
  if (!isLatex) {
    for (const [, inCode, parameters, inHeader, listed] of rest.matchAll(FUNCTION)) {
      add(inCode ?? inHeader, `${inCode ?? inHeader}(${(parameters ?? listed).trim()})`, "function of the text");
    }
  }
  const inputs = new Map((study?.inputs ?? []).map((input) => [input.name, input]));
  const words = [...new Set(rest.match(WORDS))];
  for (const word of words) if (inputs.has(spelled(word))) add(word, word, `input ${valueOf(inputs.get(spelled(word)))}`);
  if (isLatex) return [...found.values()];
  for (const [, names, value] of rest.matchAll(LINE)) for (const name of names.split(/\s*,\s*/)) add(name, `${names} = ${value.replace(REST, "").trim()}`, "line of the text");
  for (const [, names] of rest.matchAll(TURNS)) for (const name of names.split(/\s*,\s*/)) add(name, `for ${names} in …`, "name of a loop");
  for (const [, , parameters = "", , listed = ""] of rest.matchAll(FUNCTION)) for (const name of (parameters + listed).split(",").map((each) => each.replace(/[:=].*/, "").trim()).filter(Boolean)) add(name, name, "parameter");
  return [...found.values()];
}

const valueOf = ({ value, shape }) => (shape.length ? shape.join("×") : typeof value === "number" ? typographic(numberText(value)) : "");
