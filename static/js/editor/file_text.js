/** What a file holds for the editor: its text; of a notebook, its code. */

import { codeOf } from "./notebook.js";

const LARGEST = 200_000; // bytes: a text that the server reads is far shorter
const LARGEST_NOTEBOOK = 20_000_000; // with the pictures in it

/** {text, form, told}: the text, null where there is none, its form where the file says it, and what there is to say, "" for nothing. */
export async function textOf(file) {
  const isNotebook = /\.ipynb$/i.test(file.name);
  const largest = isNotebook ? LARGEST_NOTEBOOK : LARGEST;
  if (file.size > largest) return none(`${file.name} is too large: a ${isNotebook ? "notebook" : "text"} has at most ${largest / 1000} kB.`);
  const text = await file.text();
  if (text.includes("\0") || text.includes("\ufffd")) return none(`${file.name} is no text.`);
  return isNotebook ? notebookText(file.name, codeOf(text)) : { text: text.replace(/\r\n?/g, "\n").replace(/\n+$/, ""), form: null, told: "" };
}

function notebookText(name, found) {
  if (!found) return none(`${name} is no notebook that can be read.`);
  if (found.language) return none(`${name} is a notebook of ${found.language}; the code of Python's can be read.`);
  if (!found.code) return none(`${name} has no cell of code.`);
  const told = `${name}: ${counted(found.code, "cell")} of code, read as Python${found.others ? `; ${counted(found.others, "other cell")} left out` : ""}.`;
  return { text: found.text, form: "python", told };
}

const none = (told) => ({ text: null, form: null, told });
const counted = (count, thing) => `${count} ${thing}${count === 1 ? "" : "s"}`;
