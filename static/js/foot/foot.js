/**
 * The foot under the player, as high as the reader draws it: shut it is one line, low one panel with four tabs, high the step
 * beside the others. On a narrow window all of it follows by scrolling.
 */

import { $, $$ } from "../text/dom.js";
import { recall, remember } from "../text/local_storage.js";
import { afterKey, drawnTo, footText, formOf, heightOf, mostOf, readFoot, SHUT } from "./foot_height.js";

const KEPT = "foot";

export class Foot {
  reads = ["foot", "edge", "paths"];
  #form = null; // that is shown
  #asked = null; // the edge, or the number, that was asked about last
  #foot = readFoot(recall(KEPT));
  #root = document.documentElement;
  #isSuspended = false;

  /** `tabs` are those of the foot; the first of them is the step's. */
  constructor(page, store, tabs) {
    Object.assign(this, { store, tabs });
    this.splitter = $("#splitter", page);
    this.toggle = $("#foot-toggle", page);
    this.explanation = $("#explanation", page);
    this.page = page;
    this.wide = matchMedia("(min-width: 1024px)");
    this.splitter.addEventListener("keydown", (event) => this.#key(event));
    this.splitter.addEventListener("dblclick", () => this.turn());
    this.toggle.addEventListener("click", () => this.turn());
    this.#drag();
    addEventListener("resize", () => this.#apply());
    this.wide.addEventListener("change", () => this.#apply());
    this.#apply();
  }

  /** Shut it, or open it again. */
  turn() {
    if (this.wide.matches && !this.#isSuspended) this.#set({ ...this.#foot, isShut: !this.#foot.isShut });
  }

  /** While somebody presents, the step has a room of its own. */
  suspend(isSuspended) {
    this.#isSuspended = isSuspended;
    this.#apply();
  }

  open() {
    if (this.#foot.isShut) this.turn();
  }

  /** An edge or a number that is asked about answers in the step's place: that comes to the front. */
  show({ foot, edge, paths }) {
    if (foot !== this.#form) this.#turnTo(foot);
    const asked = edge ?? paths;
    const isAsked = asked !== null && asked !== this.#asked;
    this.#asked = asked;
    if (isAsked && foot === "low") this.tabs.choose(this.tabs.tabs[0]);
    if (isAsked && foot === "shut") this.open();
  }

  #turnTo(foot) {
    this.#form = foot;
    const isLow = foot === "low";
    const [step, ...others] = this.tabs.tabs;
    if (isLow) this.explanation.setAttribute("aria-labelledby", step.id);
    else this.explanation.removeAttribute("aria-labelledby");
    this.explanation.setAttribute("role", isLow ? "tabpanel" : "region");
    step.hidden = !isLow;
    if (isLow) this.tabs.choose(step);
    else if (step.ariaSelected === "true") this.tabs.choose(this.tabs.last ?? others[0]);
    for (const line of $$(".line-math", this.page)) line.ariaHidden = String(foot !== "shut"); // the steps that stand ready have one each
    this.toggle.ariaExpanded = String(foot !== "shut");
    $(".word", this.toggle).textContent = foot === "shut" ? "Open panel" : "Close panel";
  }

  #set(foot) {
    this.#foot = foot;
    remember(KEPT, footText(foot));
    this.#apply();
  }

  #apply() {
    const height = heightOf(this.#foot, innerHeight);
    this.#root.style.setProperty("--foot", `${height}px`);
    const form = this.#isSuspended ? "presented" : this.wide.matches ? formOf(this.#foot, innerHeight) : "high";
    this.#root.dataset.foot = form;
    const { splitter } = this;
    splitter.ariaValueMin = SHUT;
    splitter.ariaValueMax = mostOf(innerHeight);
    splitter.ariaValueNow = height;
    splitter.ariaValueText = this.#foot.isShut ? "shut" : `${height} pixels`;
    if (this.store.state.foot !== form) this.store.change({ foot: form });
  }

  #key(event) {
    const foot = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey ? null : afterKey(this.#foot, event.key, innerHeight);
    if (!foot) return;
    event.preventDefault();
    this.#set(foot);
  }

  #drag() {
    const { splitter } = this;
    let below = null; // of the pointer, to the window's foot less the foot's height
    splitter.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      splitter.setPointerCapture(event.pointerId);
      below = innerHeight - event.clientY - heightOf(this.#foot, innerHeight);
    });
    splitter.addEventListener("pointermove", (event) => {
      if (!splitter.hasPointerCapture(event.pointerId)) return;
      const height = innerHeight - event.clientY - below;
      if (height !== heightOf(this.#foot, innerHeight)) this.#set(drawnTo(this.#foot, height, innerHeight));
    });
  }
}
