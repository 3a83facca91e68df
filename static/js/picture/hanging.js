/**
 * The groups of a picture, of which only those near the window hang in the document: style and layout cost what hangs, not
 * what there is. The others are out of the document, and written as if they were in it (painter.js).
 */

import { around, contains, extentOf, joined, touches } from "./extents.js";

const LAYERS = ":scope > :is(.edges, .chips, .nodes)"; // whose children come and go; all else is few, and stays
const EDGE = 4; // room for strokes around what is drawn
const FEW = 120; // groups that cost nothing to speak of: of a picture with no more all hang
const KNOWN = new WeakMap(); // by picture

/** The hanging of a picture, made when it is first asked for: all of it hangs then. */
export function hangingOf(svg) {
  if (!KNOWN.has(svg)) KNOWN.set(svg, new Hanging(svg));
  return KNOWN.get(svg);
}

class Hanging {
  #region = null; // what hangs; null: all
  #kept = new Set(); // elements that stay, wherever they are

  constructor(svg) {
    this.svg = svg;
    this.layers = [...svg.querySelectorAll(LAYERS)].map((layer) => ({
      layer,
      items: [...layer.children].map((element) => ({ element, box: extentOf(element), hangs: true })),
    }));
    this.items = this.layers.flatMap(({ items }) => items);
    this.nodes = new Map();
    this.groups = new Map(); // boxes, closed and open, by their group
    this.around = new Map(); // by node, the closed box that it is in
    for (const item of this.items) {
      const { node, group, nodes } = item.element.dataset;
      if (node) this.nodes.set(node, [...(this.nodes.get(node) ?? []), item]);
      if (group) this.groups.set(group, item);
      if (group && !item.element.classList.contains("open")) for (const id of nodes.split(" ")) this.around.set(id, item);
    }
    this.extent = this.#extent();
  }

  /** What is drawn, with the room that its strokes need, within what the server drew on. */
  #extent() {
    const { x, y, width, height } = this.svg.viewBox.baseVal;
    const layers = new Set(this.layers.map(({ layer }) => layer));
    const others = [...this.svg.children].filter((child) => !layers.has(child) && child.localName !== "defs");
    const drawn = [...this.items.map(({ box }) => box), ...others.map(extentOf)].reduce(joined, null) ?? { left: 0, top: 0, right: 0, bottom: 0 };
    const { left, top, right, bottom } = around(drawn, EDGE, EDGE);
    const within = { left: Math.max(left, x - EDGE), top: Math.max(top, y - EDGE), right: Math.min(right, x + width + EDGE), bottom: Math.min(bottom, y + height + EDGE) };
    return width ? within : { left, top, right, bottom };
  }

  /** The drawn thing of a node: itself, of an input that is drawn at each of its uses the current one, or the closed box that it is in; undefined: it is not drawn. */
  nodeOf(id) {
    const drawn = this.nodes.get(id);
    return drawn?.find(({ element }) => element.id === id) ?? drawn?.find(({ element }) => element.classList.contains("current")) ?? drawn?.[0] ?? this.around.get(id);
  }

  /** All that is drawn of a node: itself, as often as it is, or the closed box that it is in. */
  drawn(id) {
    return this.nodes.get(id) ?? [this.around.get(id)].filter(Boolean);
  }

  /** The closed box that a node is in, if it is in one. */
  closedAround(id) {
    return this.around.get(id) ?? null;
  }

  /** What can be walked to, by the ids of elements: the middles of nodes that are drawn once and of boxes, and what wires join. */
  get walk() {
    const middle = ({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2];
    const stops = this.items.filter(({ element }) => element.id && element.matches(".node, .box"));
    const idOf = (node) => this.nodeOf(node)?.element.id;
    const wires = this.items.filter(({ element }) => element.dataset.from);
    return {
      places: Object.fromEntries(stops.map(({ element, box }) => [element.id, middle(box)])),
      edges: wires.map(({ element: { dataset } }) => ({ from: idOf(dataset.from), to: idOf(dataset.to) })),
    };
  }

  /** The node or box of an element's id. */
  stop(id) {
    return this.items.find(({ element }) => element.id === id)?.element ?? null;
  }

  /** Whether all that is in a region hangs. */
  covers(region) {
    return !this.#region || contains(this.#region, region);
  }

  /** From now on what is in this region hangs (null: all), and what was there before too if it is `added`. */
  near(region, added = false) {
    if (this.items.length <= FEW) return;
    this.#region = region && added && this.#region ? joined(this.#region, region) : region;
    this.#hang((item) => (added && item.hangs) || !region || touches(item.box, region));
  }

  /** These elements stay, wherever they are, and no others. */
  keep(elements) {
    if (this.items.length <= FEW) return;
    this.#kept = new Set(elements);
    this.#hang((item) => item.hangs);
  }

  #hang(isMeant) {
    const focused = document.activeElement;
    for (const { layer, items } of this.layers) {
      let next = null;
      for (let i = items.length - 1; i >= 0; i--) {
        const item = items[i];
        const { element } = item;
        const hangs = isMeant(item) || this.#kept.has(element) || element === focused;
        if (hangs && !item.hangs) layer.insertBefore(element, next);
        else if (!hangs && item.hangs) element.remove();
        item.hangs = hangs;
        if (hangs) next = element;
      }
    }
  }
}
