/** What is wrong with the program: the sentences, and a button for each fix. */

import { $, element } from "../text/dom.js";
import { stretchOf } from "./quick_fix.js";
import { sentencesOf } from "../text/text_place.js";

const TWO_READINGS = "/problems/two-readings"; // both are offered, and neither is a mistake
const SHOWN = 40; // characters of a fix on its button

export class ProblemBox {
  /** `apply(stretch)` changes the program's text. */
  constructor(root, { apply }) {
    this.root = root;
    this.apply = apply;
    this.ways = $(".ways", root);
  }

  show(problem, program) {
    this.root.hidden = !problem;
    const { what, where, hint } = problem ? sentencesOf(problem) : { what: "", where: "", hint: "" };
    $(".what", this.root).textContent = what;
    $(".where", this.root).textContent = where;
    $(".hint", this.root).textContent = hint;
    this.ways.replaceChildren(...(problem?.fixes ?? []).map((fix) => this.#button(fix, program, problem.type === TWO_READINGS ? "Read as: " : "Apply: ")));
  }

  /** The text has changed: what was offered for the one before no longer stands. */
  clear() {
    this.ways.replaceChildren();
  }

  #button(fix, program, verb) {
    const button = element("button", { type: "button", class: "apply scripted" }, verb, element("code", {}, short(fix.label)));
    button.addEventListener("click", () => this.apply(stretchOf(fix, program)));
    return button;
  }
}

const short = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
