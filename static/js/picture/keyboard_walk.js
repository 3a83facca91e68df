/** The picture by keyboard: one tab stop among its nodes, arrows from node to node, Enter to the step that wrote its number. */

import { $$ } from "../text/dom.js";
import { hangingOf } from "./hanging.js";
import { isArrow, nodeFor } from "./neighbours.js";

export class KeyboardWalk {
  reads = ["frame", "study", "picture"];

  #returnTo = null; // the group of the box that was opened or closed from here: it has the focus again

  /** `cursor` is told which node is entered, `reveal` brings an element into sight, `toggle` opens a box or closes it. */
  constructor(root, { cursor, reveal, toggle }) {
    Object.assign(this, { root, cursor, reveal, toggle, svg: null, tabbed: null });
    root.addEventListener("focusin", ({ target }) => target.matches(":is(.node, .box):focus-visible") && reveal(target));
    root.addEventListener("keydown", (event) => this.#key(event));
    root.addEventListener("mousedown", (event) => this.#press(event));
  }

  show({ study, picture: svg }, { current }) {
    if (svg !== this.svg) this.#hold(svg);
    if (!svg || svg.contains(document.activeElement)) return;
    const returned = this.#returnTo && this.hanging.groups.get(this.#returnTo)?.element;
    this.#stop(returned || this.hanging.nodeOf(current?.node ?? study.nodes[0]?.id)?.element);
    if (returned) returned.focus({ preventScroll: true });
    this.#returnTo = null;
  }

  #hold(svg) {
    Object.assign(this, { svg, tabbed: null });
    if (!svg) return;
    svg.setAttribute("role", "group"); // an image has nothing in it to be reached
    this.hanging = hangingOf(svg);
    for (const { element } of [...this.hanging.nodes.values(), ...this.hanging.groups.values()].flat()) {
      element.setAttribute("role", "button");
      element.setAttribute("tabindex", "-1");
    }
    for (const { element } of this.hanging.groups.values()) element.setAttribute("aria-expanded", String(element.classList.contains("open")));
    for (const rest of $$(".edges, .chips", svg)) rest.setAttribute("aria-hidden", "true");
  }

  #stop(stop) {
    this.tabbed?.setAttribute("tabindex", "-1");
    this.tabbed = stop?.id ? stop : null;
    this.hanging.keep(this.tabbed ? [this.tabbed] : []); // Tab leads to it, wherever it is
    this.tabbed?.setAttribute("tabindex", "0");
    return this.tabbed;
  }

  #key(event) {
    const node = event.target.closest(".node, .box");
    if (!node || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const { group } = node.dataset;
    if (group && (event.key === "Enter" || (event.key === " " && !node.dataset.node))) {
      this.#returnTo = group;
      this.toggle(group);
    } else if (event.key === "Enter" || event.key === " ") this.cursor.choose(node.dataset.node);
    else if (isArrow(event.key)) {
      const to = nodeFor(event.key, node.id, { ...this.hanging.walk, layout: this.root.dataset.layout });
      if (to) this.#enter(this.hanging.stop(to));
    } else return;
    event.preventDefault();
  }

  #enter(stop) {
    this.reveal(stop);
    this.#stop(stop).focus({ preventScroll: true });
  }

  /** A mouse leaves the focus on the box, where the arrows step. */
  #press(event) {
    if (!event.target.closest(".node, .box")) return;
    event.preventDefault();
    this.root.focus({ preventScroll: true });
  }
}
