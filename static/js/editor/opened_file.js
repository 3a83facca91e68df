/** A file that is opened, or dropped onto the editor: its text takes the place of the program's; of a notebook, its code. */

import { codeOf } from "./notebook.js";

const LARGEST = 200_000; // bytes: a text that the server reads is far shorter
const LARGEST_NOTEBOOK = 20_000_000; // with the pictures in it
const HELD = "Files"; // what a drag says that holds one

export class OpenedFile {
  /** `take(text, form)` is handed the text, with its form where the file says it; `tell(sentence)` what there is to say, "" for nothing. */
  constructor(root, { button, picker, take, tell }) {
    Object.assign(this, { root, take, tell });
    button.addEventListener("click", () => picker.click());
    picker.addEventListener("change", () => {
      this.#read(picker.files[0]);
      picker.value = ""; // the same file may be opened again
    });
    const isFile = (event) => event.dataTransfer?.types.includes(HELD);
    root.addEventListener("dragover", (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      root.classList.add("dropping");
    });
    root.addEventListener("dragleave", (event) => root.contains(event.relatedTarget) || root.classList.remove("dropping"));
    root.addEventListener("drop", (event) => {
      root.classList.remove("dropping");
      if (!isFile(event)) return;
      event.preventDefault();
      this.#read(event.dataTransfer.files[0]);
    });
  }

  async #read(file) {
    if (!file) return;
    const isNotebook = /\.ipynb$/i.test(file.name);
    const largest = isNotebook ? LARGEST_NOTEBOOK : LARGEST;
    if (file.size > largest) return this.tell(`${file.name} is too large: a ${isNotebook ? "notebook" : "text"} has at most ${largest / 1000} kB.`);
    const text = await file.text();
    if (text.includes("\0") || text.includes("\ufffd")) return this.tell(`${file.name} is no text.`);
    if (isNotebook) return this.#readNotebook(file.name, codeOf(text));
    this.tell("");
    this.take(text.replace(/\r\n?/g, "\n").replace(/\n+$/, ""), null);
  }

  #readNotebook(name, found) {
    if (!found) return this.tell(`${name} is no notebook that can be read.`);
    if (found.language) return this.tell(`${name} is a notebook of ${found.language}; the code of Python's can be read.`);
    if (!found.code) return this.tell(`${name} has no cell of code.`);
    this.take(found.text, "python");
    this.tell(`${name}: ${counted(found.code, "cell")} of code, read as Python${found.others ? `; ${counted(found.others, "other cell")} left out` : ""}.`);
  }
}

const counted = (count, thing) => `${count} ${thing}${count === 1 ? "" : "s"}`;
