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

  #mark() {
    const mark = this.#under.size ? "busy" : "true";
    if (mark !== this.#marked) this.root.dataset.ready = this.#marked = mark;
  }
}
