/** Edges by mouse, touch and keyboard: a click asks one, E goes from a node to its edges, Tab to the next, arrows to an end, Esc back. */

import { $, $$ } from "../text/dom.js";
import { edgesAt } from "../study/asked_edge.js";
import { isArrow } from "../picture/neighbours.js";

const DRAWN = ".edge, .chip";
const FIELDS = "input, textarea, select, dialog[open], [role=listbox]";

export class EdgeEars {
  reads = ["study", "picture", "edge", "among", "frame"];
  #list = []; // the edges that Tab leads through
  #from = null; // the node that they were entered from
  #pointed = [];

  constructor(view, cursor) {
    Object.assign(this, { view, cursor });
    view.addEventListener("click", (event) => this.#click(event));
    view.addEventListener("pointerover", (event) => this.#point(event.target.closest(DRAWN)));
    view.addEventListener("pointerleave", () => this.#point(null));
    view.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("keydown", (event) => this.#escape(event));
  }

  show({ study, picture, edge, among }, { current }) {
    Object.assign(this, { study, picture, edge, among, current });
  }

  #click({ target }) {
    const drawn = target.closest(DRAWN);
    if (!drawn || target.closest(".node")) return;
    const ids = this.#edgesOf(drawn);
    this.#list = ids;
    this.#from = null;
    if (ids.length > 1) this.cursor.askEdge(null, ids);
    else if (ids.length) this.cursor.askEdge(ids[0]);
  }

  /** The edges that a wire or a chip stands for. */
  #edgesOf(drawn) {
    const wire = drawn.dataset.edge ? (this.picture.getElementById(drawn.dataset.edge) ?? drawn) : drawn;
    return wire.dataset.edges?.split(" ") ?? [drawn.dataset.edge ?? wire.id];
  }

  /** A wire and its chip are pointed at together. */
  #point(drawn) {
    for (const each of this.#pointed) each.classList.remove("pointed");
    const id = drawn && (drawn.dataset.edge ?? drawn.id);
    this.#pointed = drawn ? [this.picture?.getElementById(id), ...$$(".chip", this.picture).filter(({ dataset }) => dataset.edge === id)].filter(Boolean) : [];
    for (const each of this.#pointed) each.classList.add("pointed");
  }

  #key(event) {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !this.study) return;
    if (key.toLowerCase() === "e" && !target.closest(FIELDS)) this.#enter(target.closest(".node")?.dataset.node ?? this.current?.node);
    else if (!target.closest(".asked-edge")) return;
    else if (key === "Tab" && this.#next(event.shiftKey ? -1 : 1)) this.#focus();
    else if (isArrow(key)) this.#toEnd(key);
    else return;
    event.preventDefault();
  }

  #enter(node) {
    if (!node) return;
    this.#from = node;
    this.#list = edgesAt(this.study, node);
    if (!this.#list.length) return;
    this.cursor.askEdge(this.current?.edge && this.#list.includes(this.current.edge) ? this.current.edge : this.#list[0]);
    this.#focus();
  }

  /** Whether there is a next edge in the list. */
  #next(step) {
    const to = this.#list[this.#list.indexOf(this.edge) + step];
    if (to) this.cursor.askEdge(to);
    return Boolean(to);
  }

  #focus() {
    $(".asked-edge", this.picture)?.focus({ preventScroll: true });
  }

  /** The end that lies where the arrow points. */
  #toEnd(key) {
    const { from, to } = this.study.edges.find(({ id }) => id === this.edge);
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    const ends = [from, to].map((id) => this.picture.getElementById(id) ?? $(`.node[data-node="${id}"]`, this.picture)).filter(Boolean);
    const along = (end) => {
      const { left, right, top, bottom } = end.getBoundingClientRect();
      return dx * (left + right) + dy * (top + bottom);
    };
    ends.sort((one, other) => along(other) - along(one))[0]?.focus({ preventScroll: true });
  }

  #escape(event) {
    if (event.key !== "Escape" || event.defaultPrevented || !(this.edge || this.among) || event.target.closest?.(FIELDS)) return;
    event.preventDefault();
    const hadFocus = this.view.contains(document.activeElement);
    this.cursor.leaveEdge();
    if (hadFocus) ((this.#from && this.picture?.getElementById(this.#from)) || this.view).focus({ preventScroll: true });
  }
}
