/** The program as it was understood, a formula a line, all of one size; of a long one, those that are not seen yet are written when they are. */

import { $, element, formula, shrinkAll } from "../text/dom.js";
import { typeset } from "../text/math.js";

const AT_ONCE = 40; // lines that are written before they are seen

export class Understood {
  constructor(root) {
    this.root = root;
    this.later = new Map(); // line → how it is written
    this.seen = new IntersectionObserver((entries) => entries.forEach(({ isIntersecting, target }) => isIntersecting && this.#write(target)), { rootMargin: "200px" });
    const all = () => [...this.later.keys()].forEach((line) => this.#write(line));
    addEventListener("beforeprint", all);
    matchMedia("print").addEventListener("change", ({ matches }) => matches && all());
  }

  show({ formula: lines, program }) {
    this.seen.disconnect();
    this.later.clear();
    const [now, later] = [lines.slice(0, AT_ONCE), lines.slice(AT_ONCE)];
    const shown = now.map((latex) => formula(latex, program, { class: "line whole" }));
    this.root.replaceChildren(...shown);
    shrinkAll(shown);
    const wide = shown.filter((line) => line.scrollWidth > line.clientWidth);
    const isSmall = shown.some((line) => $(".mtable", line)); // a matrix: data leaves room for the point
    const sizes = ["long", "longer"].filter((size) => isSmall || shown.some((line) => line.classList.contains(size)));
    for (const line of shown) line.classList.add(...sizes); // all lines are of one size
    for (const line of wide) line.classList.remove("whole"); // it is broken
    for (const latex of later) {
      const line = element("span", { class: ["line", ...sizes].join(" ") }, "\u00a0");
      this.later.set(line, () => typeset(line, latex, program));
      this.root.append(line);
      this.seen.observe(line);
    }
  }

  #write(line) {
    this.later.get(line)?.();
    this.later.delete(line);
    this.seen.unobserve(line);
  }
}
