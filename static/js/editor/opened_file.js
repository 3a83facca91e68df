/** A file that is opened, or dropped onto the editor: its text takes the place of the program's. */

const LARGEST = 200_000; // bytes: a text that the server reads is far shorter
const HELD = "Files"; // what a drag says that holds one

/** `take(text)` is handed the text, `tell(sentence)` why there is none; "" where there is. */
export class OpenedFile {
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
    if (file.size > LARGEST) return this.tell(`${file.name} is too large: a text has at most ${LARGEST / 1000} kB.`);
    const text = await file.text();
    if (text.includes("\0") || text.includes("\ufffd")) return this.tell(`${file.name} is no text.`);
    this.tell("");
    this.take(text.replace(/\r\n?/g, "\n").replace(/\n+$/, ""));
  }
}
