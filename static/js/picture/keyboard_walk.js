/** The picture by keyboard: one tab stop among its nodes, arrows from node to node, Enter to the step that wrote its number. */

import { $$ } from "../text/dom.js";
import { isArrow, nodeFor } from "./neighbours.js";

export class KeyboardWalk {
  reads = ["frame", "study", "picture"];

  /** `cursor` is told which node is entered. */
  constructor(root, cursor) {
    Object.assign(this, { root, cursor, svg: null, tabbed: null });
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
    for (const node of $$(".node", svg)) {
      node.setAttribute("role", "button");
      node.setAttribute("tabindex", "-1");
    }
    for (const rest of $$(".edges, .chips", svg)) rest.setAttribute("aria-hidden", "true");
  }

  #stop(id) {
    this.tabbed?.setAttribute("tabindex", "-1");
    this.tabbed = (id && this.svg.getElementById(id)) || null;
    this.tabbed?.setAttribute("tabindex", "0");
    return this.tabbed;
  }

  #key(event) {
    const node = event.target.closest(".node");
    if (!node || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "Enter" || event.key === " ") this.cursor.choose(node.dataset.node);
    else if (isArrow(event.key)) {
      const to = nodeFor(event.key, node.dataset.node, { places: this.#places(), edges: this.study.edges, layout: this.root.dataset.layout });
      if (to) this.#stop(to).focus();
    } else return;
    event.preventDefault();
  }

  #places() {
    const middle = ({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2];
    return Object.fromEntries($$(".node[id]", this.svg).map((node) => [node.dataset.node, middle(node.getBoundingClientRect())]));
  }

  /** A mouse leaves the focus on the box, where the arrows step. */
  #press(event) {
    if (!event.target.closest(".node")) return;
    event.preventDefault();
    this.root.focus({ preventScroll: true });
  }
}
