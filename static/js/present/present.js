/**
 * Present: the picture, the rule with its numbers and the player alone, as large as a projector needs them. It has the screen where
 * the browser gives it, else the window.
 */

import { $ } from "../text/dom.js";

const STILL = 3000; // milliseconds without a movement before the pointer goes
const GUTTER = 48; // pixels beside the formulas
const BETWEEN = 40; // pixels between the rule and its numbers, at least
const SHOWN = { rule: true, numbers: true, words: false };

export class Present {
  #root = document.documentElement;
  #resting = null;
  #isFull = false; // whether the browser gave the screen
  #focused = null; // what gets the focus back

  /** `suspend(isPresenting)` takes the foot's own form away, and gives it back. */
  constructor(page, { suspend }) {
    Object.assign(this, { page, suspend });
    this.room = $("#explanation", page);
    this.view = $("#view", page);
    this.brand = $(".brand a");
    document.addEventListener("fullscreenchange", () => this.#fullscreenChanged());
    addEventListener("pointermove", () => this.isOn && this.#stir());
    new ResizeObserver(() => this.settle()).observe(this.view);
  }

  get isOn() {
    return "presenting" in this.#root.dataset;
  }

  turn() {
    if (this.isOn) this.#leave();
    else this.#enter();
  }

  /** A deed of the presenter's keys: "blank", or one of what is shown, on or off. */
  toggle(what) {
    if (!this.isOn) return;
    this.#root.dataset[what] = String(this.#root.dataset[what] !== "true");
    this.settle();
  }

  /** After the picture has found its place. */
  settle() {
    if (this.isOn) requestAnimationFrame(() => this.isOn && this.#place());
  }

  /** Numbers begin at the left edge of the column that has the step, where they fit, else on a line below. */
  #place() {
    const face = $("#step", this.room);
    const [rule, numbers] = [".rule", ".numbers"].map((part) => $(part, face));
    face.classList.remove("beside");
    const node = $(".node.current .frame, .node.current", this.view);
    if (!node || !numbers.textContent) return;
    const widthOf = (formula) => [...formula.childNodes].reduce((right, child) => Math.max(right, child.getBoundingClientRect?.().right ?? 0), 0) - formula.getBoundingClientRect().left;
    const left = node.getBoundingClientRect().left;
    const isClear = this.#root.dataset.rule === "false" || GUTTER + widthOf(rule) + BETWEEN <= left;
    if (!isClear || left + widthOf(numbers) > innerWidth - GUTTER) return;
    face.classList.add("beside");
    this.#root.style.setProperty("--step-column", `${left}px`);
  }

  #enter() {
    this.#focused = document.activeElement;
    Object.assign(this.#root.dataset, { presenting: "", blank: "false" });
    for (const [part, isShown] of Object.entries(SHOWN)) this.#root.dataset[part] = String(isShown);
    this.brand.tabIndex = -1; // out of sight
    this.suspend(true);
    this.page.focus({ preventScroll: true });
    this.#stir();
    this.#root.requestFullscreen?.().then(() => (this.#isFull = true), () => (this.#isFull = false)); // refused, the window will do
  }

  #leave() {
    for (const name of ["presenting", "blank", "still", ...Object.keys(SHOWN)]) delete this.#root.dataset[name];
    clearTimeout(this.#resting);
    this.brand.removeAttribute("tabindex");
    $("#step", this.room).classList.remove("beside");
    this.suspend(false);
    this.#focused?.focus({ preventScroll: true });
    if (this.#isFull && document.fullscreenElement) document.exitFullscreen();
    this.#isFull = false;
  }

  /** Escape is the browser's own while it shows one element alone: the page hears that it ended. */
  #fullscreenChanged() {
    if (document.fullscreenElement) this.#isFull = true;
    else if (this.#isFull && this.isOn) this.#leave();
  }

  /** The pointer, and the word on how to leave, go after a while. */
  #stir() {
    delete this.#root.dataset.still;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => (this.#root.dataset.still = ""), STILL);
  }
}
