/** What is under way: <html data-ready> is "busy" until the last of it is shown, then "true". */

export class Work {
  #under = new Set();
  #marked = null;

  constructor(root = document.documentElement) {
    this.root = root;
  }

  begin(what) {
    this.#under.add(what);
    this.#mark();
  }

  end(what) {
    this.#under.delete(what);
    this.#mark();
  }

  /** What was just shown may be the first to want a font: until it has come, lines may still move. */
  waitForFonts() {
    const { fonts } = document;
    const { ready } = fonts; // to ask lays the page out, which is what asks for fonts
    if (fonts.status !== "loading") return;
    this.begin("fonts");
    ready.then(() => this.end("fonts"));
  }

  #mark() {
    const mark = this.#under.size ? "busy" : "true";
    if (mark !== this.#marked) this.root.dataset.ready = this.#marked = mark;
  }
}
