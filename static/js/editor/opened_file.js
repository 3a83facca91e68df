/** A file that is opened, or dropped onto the page: its text takes the place of the program's; of a notebook, its code. */

const HELD = "Files"; // what a drag says that holds one

export class OpenedFile {
  /**
   * `take(text, form)` is handed the text, with its form where the file says it, `open(search)` the state that a file of ours opens;
   * `tell(sentence)` what there is to say, "" for nothing. `root` shows that a file may be dropped.
   */
  constructor(root, { button, picker, take, open, tell }) {
    Object.assign(this, { root, take, open, tell });
    button.addEventListener("click", () => picker.click());
    picker.addEventListener("change", () => {
      this.#read(picker.files[0]);
      picker.value = ""; // the same file may be opened again
    });
    const isFile = (event) => event.dataTransfer?.types.includes(HELD);
    const page = document.body;
    page.addEventListener("dragover", (event) => {
      if (!isFile(event)) return;
      event.preventDefault();
      root.classList.add("dropping");
    });
    page.addEventListener("dragleave", (event) => page.contains(event.relatedTarget) || root.classList.remove("dropping"));
    page.addEventListener("drop", (event) => {
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
    const { text, search, form, told } = await textOf(file);
    if (text !== null) this.take(text, form);
    if (search !== null) this.open(search);
    this.tell(told);
  }
}
