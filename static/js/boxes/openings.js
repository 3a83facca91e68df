/** Boxes are opened and closed: by their triangles and heads, by keys, by the words under the picture, and with the step where that is followed. */

import { hangingOf } from "../picture/hanging.js";
import { $, element } from "../text/dom.js";
import { namesOf, pathTo, within } from "./box_names.js";
import { placeOf } from "./states.js";

const LEAST = 20; // nodes from which a graph begins with its lines as boxes
const HEADS = ".opener, .name-and-formula, .formula, .tally, .box.open";

export class Openings {
  reads = ["picture", "frame"];
  #open = new Set(); // the groups that stand open in the picture
  #own = new Set(); // those of them that were opened by following the step
  #fits = false; // whether boxes are being closed until the whole can be seen
  #stack = []; // the turns of one loop, or lines of one form, of which one stands open at a time

  /** `view` is the camera; `question` is asked for the picture. */
  constructor(root, controls, { view, question }) {
    Object.assign(this, { root, controls, view, question, svg: null });
    this.area = controls.closest(".graph-area");
    this.all = $("[data-boxes]", controls);
    this.turn = $(".turn", controls);
    this.turns = $("select", this.turn);
    root.addEventListener("click", (event) => this.#click(event));
    this.all.addEventListener("click", () => (this.isAllOpen ? this.shutAll() : this.openAll()));
    this.turns.addEventListener("change", () => this.toggle(this.turns.value));
  }

  show({ picture, study }, frame) {
    const isOther = frame.current !== this.frame?.current;
    Object.assign(this, { study, frame });
    if (picture !== this.svg) this.#hold(picture);
    if (this.#fits) this.#close();
    else if (isOther && this.view.follows) this.#followStep();
  }

  /** Open a box, or close it; of a stack one is open at a time: the one with the step, else the first. The step stays. */
  toggle(id) {
    const box = this.hanging?.groups.get(id)?.element;
    const alike = box?.dataset.stack?.split(" ");
    const meant = alike ? (this.#path().find((each) => alike.includes(each)) ?? id) : id;
    if (this.#open.has(meant)) return this.#put([...this.#open].filter((each) => each !== meant && !within(this.study.groups, meant).has(each)), meant);
    const others = (alike ?? this.#stack).includes(meant) ? this.#family(meant) : [];
    this.#put([...[...this.#open].filter((each) => !others.includes(each)), meant], meant);
  }

  /** Open all boxes around a node. */
  reach(node) {
    const path = pathTo(this.study.groups, node);
    const others = path.flatMap((id) => (this.#stack.includes(id) ? this.#stack : []));
    this.#put([...[...this.#open].filter((id) => !others.includes(id) && !path.includes(id)), ...path], path[0]);
  }

  /** Of a small graph nothing is boxed then. */
  openAll() {
    if (!this.isAllOpen) this.question.openBoxes([this.study.nodes.length < LEAST ? "none" : "all"]);
  }

  shutAll() {
    this.#own.clear();
    if (this.study?.groups.length && (this.#open.size || !this.hasBoxes)) this.question.openBoxes([]);
  }

  /** All of the graph: where that could not be read, boxes close, from the far end of the step. */
  whole() {
    this.#fits = !this.view.fits && (this.#open.size > 0 || this.#mayBox);
    this.view.whole();
    if (this.#fits && this.#mayBox) this.question.openBoxes(["all"]); // in type that can be read where it is seen smaller
    else if (this.#fits) this.#close();
  }

  /** The current step, in the box that it is in, from now on. */
  follow() {
    this.view.follow();
    if (this.view.follows) this.#followStep();
  }

  get hasBoxes() {
    return Boolean(this.hanging?.groups.size);
  }

  /** Whether there are boxes, and none is drawn. */
  get #mayBox() {
    return !this.hasBoxes && this.study.groups.length > 0;
  }

  get isAllOpen() {
    return !this.hanging || [...this.hanging.groups.values()].every(({ element }) => element.classList.contains("open"));
  }

  #hold(svg) {
    this.svg = svg;
    this.hanging = svg && hangingOf(svg);
    const drawn = svg ? [...this.hanging.groups.values()].map((item) => item.element) : [];
    this.#open = new Set(drawn.filter((each) => each.classList.contains("open")).map((each) => each.dataset.group));
    this.#own = this.#own.intersection?.(this.#open) ?? new Set([...this.#own].filter((id) => this.#open.has(id)));
    this.view.mayClose = this.#open.size > 0 || (Boolean(svg) && this.#mayBox);
    this.area.classList.toggle("boxed", this.hasBoxes);
    this.area.classList.toggle("shut", this.hasBoxes && Boolean($("svg.graph .box.closed", this.area))); // a wire that stands for several has no width of its own
    this.controls.hidden = !svg || !this.study.groups.length;
    this.all.textContent = this.all.dataset.word = this.isAllOpen ? "Close all lines" : "Open all lines";
    this.#offerTurns(drawn);
  }

  /** Which turn of a stack stands open is chosen from a list. */
  #offerTurns(drawn) {
    const stack = drawn.find((each) => each.dataset.stack);
    this.#stack = stack ? this.#family(stack.dataset.group) : [];
    this.turn.hidden = !this.#stack.length;
    const names = new Map(this.study.groups.map(({ id, name }) => [id, name]));
    const shown = this.#stack.find((id) => this.#open.has(id)) ?? "";
    const options = [["", "none"], ...this.#stack.map((id) => [id, names.get(id)])];
    this.turns.replaceChildren(...options.map(([value, name]) => element("option", { value, selected: value === shown }, name)));
  }

  /** The boxes beside one that are in its stacks, and the open one between these, before or after them. */
  #family(id) {
    const { groups } = this.study;
    const { parent, kind } = groups.find((group) => group.id === id);
    const stacked = new Set([...this.hanging.groups.values()].flatMap(({ element: { dataset } }) => dataset.stack?.split(" ") ?? []));
    const beside = groups.filter((group) => group.parent === parent && group.kind === kind).map((group) => group.id);
    const [first, last] = [beside.findIndex((each) => stacked.has(each)), beside.findLastIndex((each) => stacked.has(each))];
    return beside.slice(Math.max(0, first - 1), last + 2).filter((each) => stacked.has(each) || this.#open.has(each));
  }

  #path() {
    const { current } = this.frame;
    return current && current.rule !== "none" ? pathTo(this.study.groups, placeOf(current)) : [];
  }

  /** The box with the step opens, and what was opened so before closes: at most one of a level by itself. */
  #followStep() {
    const path = this.#path();
    const box = path.length && this.hanging?.closedAround(placeOf(this.frame.current));
    if (!box) return;
    const kept = [...this.#open].filter((id) => !this.#own.has(id) || path.includes(id));
    const opened = path.filter((id) => !this.#open.has(id));
    if (!opened.length) return;
    this.#own = new Set([...[...this.#own].filter((id) => path.includes(id)), ...opened]);
    this.view.anchor = null;
    this.question.openBoxes(namesOf(this.study.groups, [...kept, ...opened]), "step");
  }

  /** Close the open box that lies farthest from the step, until all can be seen. */
  #close() {
    this.#fits = !this.view.fits && this.#open.size > 0;
    if (!this.#fits) return;
    const inner = [...this.#open].filter((id) => ![...within(this.study.groups, id)].some((each) => this.#open.has(each)));
    const middle = (item) => item && [(item.box.left + item.box.right) / 2, (item.box.top + item.box.bottom) / 2];
    const at = middle(this.frame.current && this.hanging.nodeOf(this.frame.current.node)) ?? [0, 0];
    const far = (id) => Math.hypot(...middle(this.hanging.groups.get(id)).map((x, axis) => x - at[axis]));
    const farthest = inner.reduce((one, other) => (far(other) > far(one) ? other : one));
    this.#put([...this.#open].filter((id) => id !== farthest), null);
  }

  /** anchor: the box that stays where it is. */
  #put(ids, anchor) {
    this.view.anchor = anchor;
    this.question.openBoxes(namesOf(this.study.groups, ids));
  }

  #click(event) {
    const head = event.target.closest(HEADS);
    const box = head?.closest("[data-group]");
    if (!box) return;
    event.stopPropagation(); // no step is chosen
    this.toggle(box.dataset.group);
  }
}
