/** The page as a whole: its title, and which of its sections stand for the program that is typed. */

import { $ } from "../text/dom.js";

const LONGEST = 60; // characters of a title
const ANSWERS = ["#player", "#answer", "#explanation", "#aside"];

export class Whole {
  reads = ["study", "problem", "picture", "moving"];

  constructor(body) {
    this.body = body;
    this.answers = ANSWERS.map((section) => $(section, body));
  }

  show({ program, study, problem, picture, moving }) {
    const isStale = Boolean(problem && study);
    this.body.classList.toggle("stale", isStale);
    for (const section of this.answers) section.inert = isStale; // its numbers are of another program than the one that is typed
    this.body.classList.toggle("empty", !study);
    this.body.classList.toggle("unpictured", Boolean(study) && !picture);
    if (study && !moving) document.title = `${program.trim().split("\n").at(-1).slice(0, LONGEST)} · Wengert`;
  }
}
