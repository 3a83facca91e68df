/** What is under way: <html data-ready> is "busy" until the last of it is shown, then "true". */

export class Work {
  #under = new Set();

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
    this.root.dataset.ready = this.#under.size ? "busy" : "true";
  }
}
