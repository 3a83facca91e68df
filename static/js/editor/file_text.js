/** What a file holds for the editor: its text; of a notebook its code; of a file that this page once saved, the state that it opens. */

import { OF_FORMS, addressOf, stateOf } from "../state/link.js";
import { codeOf } from "./notebook.js";

const MB = 1_000_000; // bytes
const LONGEST = 100_000; // characters of a state: a program at its longest, percent-encoded

/** By a name's ending: what the file is, how large it may be, and how it is read; any other is a text. */
const KINDS = [
  { ends: /\.ipynb$/i, is: "a notebook", largest: 20 * MB, read: notebookText }, // with the pictures in it
  { ends: /\.svg$/i, is: "a picture", largest: 8 * MB, read: (name, text) => opened(name, islandOf(text, "metadata")?.query) },
  { ends: /\.html?$/i, is: "a player", largest: 8 * MB, read: (name, text) => opened(name, islandOf(text, "script")?.query) },
  { ends: /\.json$/i, is: "an answer", largest: 16 * MB, read: (name, text) => opened(name, linkOf(jsonOf(text))) },
];
const TEXT = { is: "a text", largest: MB / 5, read: (name, text) => ({ ...none(""), text: text.replace(/\r\n?/g, "\n").replace(/\n+$/, "") }) }; // what the server reads is far shorter

/**
 * {text, search, form, told}: the text, or the query that opens a state, null where there is none; the text's form where the file says
 * it, and what there is to say, "" for nothing. How large the file is is looked at before it is read.
 */
export async function textOf(file) {
  const { is, largest, read } = KINDS.find(({ ends }) => ends.test(file.name)) ?? TEXT;
  if (file.size > largest) return none(`${file.name} is too large: ${is} has at most ${largest / 1000} kB.`);
  const text = await file.text();
  if (text.includes("\0") || text.includes("\ufffd")) return none(`${file.name} is no text.`);
  return read(file.name, text);
}

function notebookText(name, text) {
  const found = codeOf(text);
  if (!found) return none(`${name} is no notebook that can be read.`);
  if (found.language) return none(`${name} is a notebook of ${found.language}; the code of Python's can be read.`);
  if (!found.code) return none(`${name} has no cell of code.`);
  const told = `${name}: ${counted(found.code, "cell")} of code, read as Python${found.others ? `; ${counted(found.others, "other cell")} left out` : ""}.`;
  return { ...none(told), text: found.text, form: "python" };
}

/** A state goes through the reader of addresses, and comes out as this page writes it: of a file nothing else gets in. */
function opened(name, query) {
  const search = searchOf(query);
  return search ? { ...none(`${name} opened.`), search } : none(`${name} holds no graph that this page could open.`);
}

/** The query of a state with a program, as this page writes it; null where that is none. */
export function searchOf(query) {
  if (typeof query !== "string" || query.length > LONGEST) return null;
  const state = stateOf(query.replace(/^\/?\?/, ""));
  return state.program.trim() ? addressOf({ ...state, ...OF_FORMS }).slice(1) : null;
}

/** Where a document of the API says that its page is. */
export const linkOf = (json) => json?.link ?? json?.url;

/**
 * The JSON in the element called wengert of a file. It alone is parsed: no entity, script or style of the rest gets even there, and
 * nothing of it becomes part of the page.
 */
function islandOf(text, name) {
  const [element] = new RegExp(`<${name}\\b[^>]*\\bid=["']?wengert\\b[^<]*</${name}>`, "i").exec(text) ?? [];
  return element ? jsonOf(new DOMParser().parseFromString(element, "text/html").querySelector(`${name}#wengert`)?.textContent ?? "") : null;
}

function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const none = (told) => ({ text: null, search: null, form: null, told });
const counted = (count, thing) => `${count} ${thing}${count === 1 ? "" : "s"}`;
