/** What is wrong with the program: the sentences, and a button that does what the hint says. */

import { $ } from "./dom.js";
import { fixLabel, fixOf } from "./fix.js";
import { toldOf } from "./place.js";

const SHOWN = 40; // characters of a fix on its button

export class Told {
  /** `apply(fix)` changes the program's text. */
  constructor(root, { apply }) {
    this.root = root;
    this.button = $(".apply", root);
    this.button.addEventListener("click", () => apply(this.fix));
  }

  show(problem, program) {
    this.root.hidden = !problem;
    const { what, where, hint } = problem ? toldOf(problem, program) : { what: "", where: "", hint: "" };
    $(".what", this.root).textContent = what;
    $(".where", this.root).textContent = where;
    $(".hint", this.root).textContent = hint;
    this.fix = problem && fixOf(problem, program);
    this.button.hidden = !this.fix;
    if (this.fix) $("code", this.button).textContent = short(fixLabel(program, this.fix));
  }

  /** The text has changed: what was offered for the one before no longer stands. */
  clear() {
    this.button.hidden = true;
  }
}

const short = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
