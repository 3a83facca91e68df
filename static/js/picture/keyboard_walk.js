/** The picture by keyboard: one tab stop among its nodes, arrows from node to node, Enter to the step that wrote its number. */

import { $$ } from "../text/dom.js";
import { hangingOf } from "./hanging.js";
import { isArrow, nodeFor } from "./neighbours.js";

export class KeyboardWalk {
  reads = ["frame", "study", "picture"];

  /** `cursor` is told which node is entered, `reveal` brings one into sight. */
  constructor(root, cursor, reveal) {
    Object.assign(this, { root, cursor, reveal, svg: null, tabbed: null });
    root.addEventListener("focusin", ({ target }) => target.matches(".node:focus-visible") && reveal(target.dataset.node));
    root.addEventListener("keydown", (event) => this.#key(event));
    root.addEventListener("mousedown", (event) => this.#press(event));
  }

  show({ study, picture: svg }, { current }) {
    if (svg !== this.svg) this.#hold(svg);
    Object.assign(this, { study });
    if (svg && !svg.contains(document.activeElement)) this.#stop(current?.node ?? study.nodes[0]?.id);
  }

  #hold(svg) {
    Object.assign(this, { svg, tabbed: null });
    if (!svg) return;
    svg.setAttribute("role", "group"); // an image has nothing in it to be reached
    this.hanging = hangingOf(svg);
    for (const { element } of [...this.hanging.nodes.values()].flat()) {
      element.setAttribute("role", "button");
      element.setAttribute("tabindex", "-1");
    }
    for (const rest of $$(".edges, .chips", svg)) rest.setAttribute("aria-hidden", "true");
  }

  #stop(id) {
    this.tabbed?.setAttribute("tabindex", "-1");
    this.tabbed = this.hanging.nodes.get(id)?.find(({ element }) => element.id)?.element ?? null;
    this.hanging.keep(this.tabbed ? [this.tabbed] : []); // Tab leads to it, wherever it is
    this.tabbed?.setAttribute("tabindex", "0");
    return this.tabbed;
  }

  #key(event) {
    const node = event.target.closest(".node");
    if (!node || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "Enter" || event.key === " ") this.cursor.choose(node.dataset.node);
    else if (isArrow(event.key)) {
      const to = nodeFor(event.key, node.dataset.node, { places: this.hanging.places, edges: this.study.edges, layout: this.root.dataset.layout });
      if (to) this.#enter(to);
    } else return;
    event.preventDefault();
  }

  #enter(id) {
    this.reveal(id);
    this.#stop(id).focus({ preventScroll: true });
  }

  /** A mouse leaves the focus on the box, where the arrows step. */
  #press(event) {
    if (!event.target.closest(".node")) return;
    event.preventDefault();
    this.root.focus({ preventScroll: true });
  }
}
