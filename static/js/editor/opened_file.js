/** A file that is opened, or dropped onto the editor: its text takes the place of the program's; of a notebook, its code. */

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

  /** What reads it is fetched with the first file. */
  async #read(file) {
    if (!file) return;
    const { textOf } = await import("../late.js");
    const { text, form, told } = await textOf(file);
    if (text !== null) this.take(text, form);
    this.tell(told);
  }
}
