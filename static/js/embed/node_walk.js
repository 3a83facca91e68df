/**
 * The picture's nodes: what one holds is told while it is pointed at, touched or has the focus. One of them is a tab stop, Enter
 * goes to the step that wrote its number, up and down arrows lead to the next one.
 */

import { $, $$ } from "../text/dom.js";

const WAYS = { ArrowUp: -1, ArrowDown: 1 };

export class NodeWalk {
  reads = ["frame", "picture"];

  constructor(root, cursor) {
    Object.assign(this, { root, svg: null, nodes: [] });
    const marked = (event) => cursor.mark(event.target.closest?.(".node")?.dataset.node ?? null);
    for (const kind of ["pointerover", "click", "focusin"]) root.addEventListener(kind, marked);
    root.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && cursor.mark(null));
    root.addEventListener("focusout", () => cursor.mark(null));
    root.addEventListener("mousedown", (event) => event.target.closest(".node") && event.preventDefault()); // the focus stays where it is
    root.addEventListener("keydown", (event) => this.#key(event, cursor));
  }

  show({ picture }, { current }) {
    if (picture !== this.svg) this.#hold(picture);
    if (!this.nodes.includes(document.activeElement)) this.#stop(this.nodes.find((node) => node.dataset.node === current?.node) ?? this.nodes[0]);
  }

  #hold(svg) {
    Object.assign(this, { svg, nodes: svg ? $$(".node", svg) : [] });
    if (!svg) return;
    svg.setAttribute("role", "group"); // an image has nothing in it to be reached
    for (const node of this.nodes) {
      node.setAttribute("role", "button");
      node.setAttribute("tabindex", "-1");
    }
    for (const rest of $$(".edges, .chips", svg)) rest.setAttribute("aria-hidden", "true");
  }

  #stop(node) {
    $('.node[tabindex="0"]', this.svg ?? this.root)?.setAttribute("tabindex", "-1");
    node?.setAttribute("tabindex", "0");
    return node;
  }

  #key(event, cursor) {
    const at = this.nodes.indexOf(event.target.closest(".node"));
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "Enter" || event.key === " ") cursor.choose(this.nodes[at].dataset.node);
    else if (event.key in WAYS) this.#stop(this.nodes[at + WAYS[event.key]])?.focus();
    else return;
    event.preventDefault();
  }
}
