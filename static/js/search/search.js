/** Search in the picture: nodes by name, operation, number or "no number", one after another, and what feeds them or is fed by them. */

import { hangingOf } from "../picture/hanging.js";
import { $, $$ } from "../text/dom.js";
import { found, related } from "./matches.js";

export class Search {
  #hits = []; // ids of nodes
  #at = 0; // the one that is looked at
  #way = null; // what is shown of it: "from" all that feeds it, "to" all that it feeds
  #marked = []; // elements

  /** `view` brings a node into sight, `cursor` marks it in every view, `openings` opens the boxes around it. */
  constructor(root, { view, cursor, openings }) {
    Object.assign(this, { root, view, cursor, openings });
    this.field = $("input", root);
    this.told = $("output", root);
    this.opener = $("[value=open]", root);
    this.ways = $$("[value=from], [value=to]", root);
    this.moves = $$("[value=previous], [value=next]", root);
    this.field.addEventListener("input", () => this.#find());
    root.addEventListener("submit", (event) => event.preventDefault());
    root.addEventListener("click", ({ target }) => this.#press(target.closest("button")?.value));
    root.addEventListener("keydown", (event) => this.#key(event));
  }

  open() {
    this.root.hidden = false;
    this.field.focus();
    this.field.select();
    this.#find();
  }

  /** Another picture, or other numbers. */
  show({ study, picture }, frame) {
    const isOther = picture !== this.picture || study !== this.study;
    Object.assign(this, { study, picture, frame });
    if (!this.root.hidden && isOther) this.#mark();
  }

  #close() {
    this.root.hidden = true;
    this.#hits = [];
    this.#way = null;
    this.#mark();
    this.cursor.mark(null);
    $("#view").focus({ preventScroll: true });
  }

  #find() {
    this.#hits = this.study ? found(this.study, this.frame, this.field.value) : [];
    this.#at = 0;
    this.#way = null;
    this.#lead();
  }

  #press(what) {
    if (what === "close") this.#close();
    if (!this.#hits.length) return;
    if (what === "next" || what === "previous") {
      const { length } = this.#hits;
      this.#at = (this.#at + (what === "next" ? 1 : length - 1)) % length;
      this.#lead();
    } else if (what === "from" || what === "to") {
      this.#way = this.#way === what ? null : what;
      this.#mark();
    } else if (what === "open") this.openings.reach(this.#hit);
  }

  #key(event) {
    if (event.key === "Escape") this.#close();
    else if (event.key === "Enter" && event.target === this.field) this.#press(event.shiftKey ? "previous" : "next");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  get #hit() {
    return this.#hits[this.#at];
  }

  /** The node that is looked at comes into sight, or the box that it is in. */
  #lead() {
    this.#mark();
    if (!this.#hit) return;
    this.view.reveal(this.#hit);
  }

  #mark() {
    for (const each of this.#marked) each.classList.remove("found", "looked-at", "related");
    this.picture?.classList.remove("relating");
    this.#tell();
    this.#marked = [];
    if (!this.picture) return;
    const hanging = hangingOf(this.picture);
    const mark = (element, name) => {
      element.classList.add(name);
      this.#marked.push(element);
    };
    for (const id of this.#hits) for (const { element } of hanging.drawn(id)) mark(element, "found");
    for (const { element } of this.#hit ? hanging.drawn(this.#hit) : []) mark(element, "looked-at");
    if (!this.#way || !this.#hit) return;
    const { nodes, edges } = related(this.study, this.#hit, this.#way);
    this.picture.classList.add("relating");
    for (const id of nodes) for (const { element } of hanging.drawn(id)) mark(element, "related");
    for (const { element } of hanging.items) {
      const ids = element.dataset.edges?.split(" ") ?? [element.dataset.edge ?? element.id];
      if (ids.some((id) => edges.has(id))) mark(element, "related");
    }
  }

  #tell() {
    const { length } = this.#hits;
    const node = this.study?.nodes.find(({ id }) => id === this.#hit);
    const name = node && (node.display_name === node.text ? node.text : `${node.display_name} = ${node.text}`);
    this.told.textContent = length ? `${this.#at + 1} of ${length}: ${name}` : this.field.value.trim() ? "Nothing is called so, does so or has this number" : "";
    for (const each of this.moves) each.setAttribute("aria-disabled", String(length < 2));
    for (const each of this.ways) {
      each.setAttribute("aria-disabled", String(!length));
      each.setAttribute("aria-pressed", String(this.#way === each.value));
    }
    this.opener.hidden = !node || !this.picture || !hangingOf(this.picture).closedAround(this.#hit);
  }
}
