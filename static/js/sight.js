/** Which elements are in sight, as the browser tells: asking it would have it lay the page out. */
export class Sight {
  #seen = new Set();

  constructor() {
    this.watch = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting) this.#seen.add(target);
        else this.#seen.delete(target);
      }
    });
  }

  /** From now on these, and no others. */
  hold(elements) {
    this.watch.disconnect();
    this.#seen.clear();
    for (const element of elements) this.watch.observe(element);
  }

  has(element) {
    return this.#seen.has(element);
  }
}
