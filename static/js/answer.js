/** The answer: value and gradient, what they cost, how they were checked, and what must be known about them. */

import { $, element, formula, numeral, sentence } from "./dom.js";
import { nodeOf, parted } from "./explain.js";
import { answerRows, checkSentence, costSentence } from "./facts.js";
import { literal, numberOf, numberText, typographic } from "./number.js";

export class Answer {
  constructor(root) {
    this.rows = $("dl", root);
    this.cost = $(".cost", root);
    this.check = $(".check", root);
    this.issues = $(".issues", root);
  }

  show({ study }) {
    if (study === this.study) return;
    this.study = study;
    this.rows.replaceChildren(...answerRows(study).flatMap(([latex, value, derivative]) => [
      element("dt", {}, formula(latex, latex.replaceAll("\\partial ", "∂"))),
      this.#number(numberOf(value), derivative),
    ]));
    this.cost.textContent = costSentence(study);
    this.check.textContent = checkSentence(study);
    this.issues.replaceChildren(...study.issues.map((issue) => this.#issue(issue)));
    this.issues.hidden = study.issues.length === 0;
  }

  #number(x, derivative) {
    const made = element("dd", { class: derivative ? "adjoint" : null, title: typographic(literal(x)) });
    if (Number.isNaN(x)) made.append(element("span", { class: "word" }, "undefined"));
    else numeral(made, numberText(x));
    return made;
  }

  #issue({ node, kind, message }) {
    const item = element("li", { "data-kind": kind });
    const told = parted(this.study, `${message.replace(/\.$/, "")}.`);
    const isInput = node && nodeOf(this.study, node).operation === "input";
    sentence(item, node && !isInput ? [{ latex: nodeOf(this.study, node).symbol, text: node }, ": ", ...told] : told);
    return item;
  }
}
