/**
 * The boxes of the picture open and close: by their triangles, by Enter, all at once, and by themselves where the step is
 * followed. The step stays; the picture of the new boxes is asked for.
 */

import { $, $$ } from "../text/dom.js";
import { placeOf } from "./states.js";

const IDS = /^g[1-9]\d*$/;
const WORDS = new Set(["all", "auto", "none"]); // that mean something else where boxes are named

export class Opening {
  reads = ["picture", "study", "sweep"];
  #asked = null; // {group, hadFocus} that a hand opened or closed: it is brought into sight in the next picture, with the focus that it had

  /** `view` says whether the step is followed. */
  constructor(root, { question, view }) {
    Object.assign(this, { root, question, view, picture: undefined, closed: [], open: [] });
    this.area = root.closest(".graph-area");
    this.button = $("[data-boxes]", this.area);
    this.button.addEventListener("click", () => (this.isAllOpen ? this.shutAll() : this.openAll()));
    root.addEventListener("click", (event) => this.#click(event));
    root.addEventListener("keydown", (event) => this.#key(event), true);
  }

  show({ picture, study }, frame) {
    Object.assign(this, { study, frame });
    if (picture === this.picture) return;
    this.picture = picture;
    const found = (kind) => (picture ? $$(`.box.${kind}`, picture) : []).map((box) => ({ box, group: box.dataset.group, stack: box.dataset.stack?.split(" "), nodes: new Set(box.dataset.nodes.split(" ")) }));
    this.closed = found("closed");
    this.open = found("open");
    const isBoxed = this.closed.length + this.open.length > 0;
    this.area.classList.toggle("boxed", isBoxed);
    this.button.hidden = !isBoxed && !this.#lines.length;
    this.button.textContent = this.isAllOpen ? "Close all lines" : "Open all lines";
    for (const { box } of this.open) {
      const name = `${$("title", box).textContent}, close`;
      for (const [attribute, value] of [["role", "button"], ["tabindex", "0"], ["aria-expanded", "true"], ["aria-label", name]]) box.setAttribute(attribute, value);
    }
    for (const { box } of this.closed) box.setAttribute("aria-expanded", "false");
  }

  /** The box that a hand opened or closed stays in sight; where the step is followed, its box opens. */
  settle(state, frame) {
    if (this.#asked && this.#asked.picture !== this.picture) {
      const { group, hadFocus } = this.#asked;
      this.#asked = null;
      const box = [...this.open, ...this.closed].find((each) => each.group === group || each.stack?.includes(group))?.box;
      if (box) this.view.bring(box);
      if (box && hadFocus) box.focus({ preventScroll: true });
    }
    if (!this.view.follows || !frame.current) return;
    const within = this.closed.find(({ nodes }) => nodes.has(placeOf(frame.current)));
    if (within) this.#ask(this.#path(this.#memberOf(within)));
  }

  get isAllOpen() {
    return !this.closed.length;
  }

  openAll() {
    if (!this.button.hidden && !this.isAllOpen) this.question.openBoxes(this.study.nodes.length < 20 ? null : ["all"]);
  }

  shutAll() {
    if (!this.button.hidden) this.question.openBoxes([]);
  }

  /** Close what is far from the step: of each level all but the box that holds it, then those too. Whether any was open. */
  shutFar() {
    if (!this.open.length) return false;
    const place = this.frame.current && placeOf(this.frame.current);
    const holding = this.open.filter(({ nodes }) => nodes.has(place)).map(({ group }) => group);
    this.#ask(holding.length < this.open.length ? holding : []);
    return true;
  }

  get #lines() {
    return this.study?.groups ?? [];
  }

  #click(event) {
    const box = event.target.closest?.(".opener")?.closest(".box");
    if (!box) return;
    event.stopPropagation(); // the step stays
    this.#toggle(box);
  }

  #key(event) {
    const { target } = event;
    if (!target.matches?.(".box") || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const closes = target.matches(".open") && event.key === " ";
    if (event.key !== "Enter" && !closes) return;
    event.preventDefault();
    event.stopPropagation();
    this.#toggle(target);
  }

  #toggle(box) {
    const now = this.open.map(({ group }) => group);
    const closed = this.closed.find((each) => each.box === box);
    const group = closed ? this.#memberOf(closed) : box.dataset.group;
    this.#asked = { group, picture: this.picture, hadFocus: this.root.contains(document.activeElement) };
    if (!closed) return this.#ask(now.filter((each) => each !== group && !this.#path(each).includes(group)));
    const { parent, kind } = this.#groupOf(group);
    const isOther = (each) => closed.stack && this.#groupOf(each).parent === parent && this.#groupOf(each).kind === kind;
    this.#ask([...now.filter((each) => !isOther(each)), group]); // of a stack one is open at a time
  }

  /** Of a stack the one that holds the step, else its first; of a box itself. */
  #memberOf({ group, stack }) {
    const place = this.frame?.current && placeOf(this.frame.current);
    return stack?.find((each) => this.#groupOf(each).nodes.includes(place)) ?? group;
  }

  /** A group with those around it, the outermost first. */
  #path(group) {
    const path = [];
    for (let at = group; at; at = this.#groupOf(at).parent) path.unshift(at);
    return path;
  }

  #groupOf(id) {
    return this.#lines.find((each) => each.id === id);
  }

  #ask(groups) {
    this.question.openBoxes(groups.map((group) => this.#named(group)));
  }

  /** As links call it: by its name, where that is its own alone and can be told from an id. */
  #named(id) {
    const { name } = this.#groupOf(id);
    const isOwn = this.#lines.filter((each) => each.name === name).length === 1;
    return isOwn && /^[A-Za-z][\w']*$/.test(name) && !IDS.test(name) && !WORDS.has(name) ? name : id;
  }
}
