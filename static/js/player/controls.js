/** The player's buttons: the sweep, the input entry that forward mode is with respect to, the moves, the count, the speed. */

import { $, $$, element } from "../text/dom.js";
import { allEntries, countOf } from "../study/input_entries.js";
import { nextSpeed, speedText } from "../state/playback.js";

const LISTED = 256; // entries that can be chosen from a list; an address may name any

export class Controls {
  reads = ["frame", "study", "wrt", "playing"];

  /** `cursor` is told what was chosen, and its player is asked to play. */
  constructor(root, cursor) {
    const { player } = cursor;
    this.player = player;
    this.modes = $$(".modes button", root);
    this.wrt = $(".wrt", root);
    this.select = $("select", this.wrt);
    this.moves = $$("[data-move]", root);
    this.playing = $(".play", root);
    this.at = $(".count b", root);
    this.length = $(".count span", root);
    this.speed = $(".speed", root);
    this.loop = $(".loop", root);
    for (const mode of this.modes) {
      mode.type = "button"; // without scripts it sends the form; with them, Enter in a field would press the first one
      mode.addEventListener("click", () => cursor.chooseSweep(mode.value));
    }
    this.select.addEventListener("change", () => cursor.chooseEntry(this.select.value));
    for (const button of this.moves) button.addEventListener("click", () => cursor.move(button.dataset.move));
    this.playing.addEventListener("click", () => player.toggle());
    this.loop.addEventListener("click", () => this.toggleLoop());
    this.speed.addEventListener("click", () => {
      player.speed = nextSpeed(player.speed);
      this.#speed();
    });
    this.#speed();
  }

  show({ study, wrt }, frame) {
    const { sweep, cursor, length } = frame;
    const spent = { first: cursor === 0, back: cursor === 0, next: cursor === length, last: cursor === length };
    this.wrt.hidden = sweep !== "forward" || countOf(study) < 2;
    if (!this.wrt.hidden) this.#choices(study, frame.entry ?? wrt);
    this.#buttons(sweep, spent, length === 0);
    this.at.textContent = cursor;
    this.length.textContent = length;
  }

  /** Most steps leave them as they are. Not `disabled`: that would drop the focus. */
  #buttons(sweep, spent, isEmpty) {
    const { playing } = this.player;
    const key = JSON.stringify([sweep, spent, isEmpty, playing]);
    if (key === this.key) return;
    this.key = key;
    for (const mode of this.modes) mode.setAttribute("aria-pressed", String(mode.value === sweep));
    for (const button of this.moves) button.setAttribute("aria-disabled", String(spent[button.dataset.move]));
    this.playing.setAttribute("aria-disabled", String(isEmpty));
    this.playing.setAttribute("aria-label", playing ? "Pause" : "Play");
    this.playing.classList.toggle("playing", playing);
  }

  #choices(study, entry) {
    const names = allEntries(study, LISTED);
    if (entry && !names.includes(entry)) names.push(entry);
    if (names.join() !== this.names) {
      this.names = names.join();
      this.select.replaceChildren(...names.map((name) => element("option", { value: name }, name === "direction" ? "v" : name)));
    }
    if (entry && this.select.value !== entry) this.select.value = entry;
  }

  toggleLoop() {
    this.player.loops = !this.player.loops;
    this.loop.setAttribute("aria-pressed", String(this.player.loops));
  }

  #speed() {
    this.speed.textContent = speedText(this.player.speed);
    this.speed.setAttribute("aria-label", `Speed ${speedText(this.player.speed)}`);
  }
}
