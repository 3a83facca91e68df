/** The answer: value and derivatives, how they are laid out, what they cost, how they were checked, what must be known. */

import { $, $$, element, formula, numeral, sentence, shrink } from "../text/dom.js";
import { Claims } from "./claims.js";
import { nodeOf } from "../study/words.js";
import { sentenceOf } from "../text/parts.js";
import { plain } from "../text/math.js";
import { answerRows, checkSentence, costSentence, hasArrays, issuesListed, pathsSentence, slopesSentence, whyQuestion, standing } from "../study/answer_rows.js";
import { ORDER } from "../study/layouts.js";
import { listInFull } from "../text/nested_lists.js";
import { arrayParts } from "../text/matrix.js";
import { numberOf, numeralOf } from "../text/number.js";
import { alongRow } from "../study/direction_rows.js";

const SHOWN = 40; // characters of a fix on its button
const DESCRIBED = 3; // derivatives whose layout is put into words

export class Answer {
  reads = ["study", "jacobians"];

  /** `question` is handed a layout, a fix and a place of the text, `cursor` the node to which the reader asks to be led. */
  constructor(root, { question, cursor }) {
    Object.assign(this, { question, cursor });
    this.rows = $("dl", root);
    this.layouts = $(".layouts", root);
    this.choices = $$("button", this.layouts);
    this.layoutWords = $(".layout-words", root);
    this.along = $(".along", root);
    this.cost = $(".cost", root);
    this.badge = $("#checks", root);
    this.paths = $(".paths", root);
    this.why = $(".why", root);
    this.issues = $(".issues", root);
    this.claims = new Claims($("#claims"), question);
    for (const choice of this.choices) choice.addEventListener("click", () => question.layOut(choice.value));
  }

  show({ study, jacobians, along: direction }) {
    if (study !== this.study) this.#checked(study);
    this.study = study;
    this.jacobians = jacobians;
    const rows = answerRows(study, jacobians);
    const along = alongRow(study, direction);
    const all = along ? [...rows, { ...along, along: true, ...standing(along.json) }] : rows;
    this.rows.classList.toggle("arrays", rows.some((row) => row.shape.length)); // before they are fitted into its columns
    this.#rows(all);
    this.along.hidden = !along?.words;
    sentence(this.along, along?.words ?? []);
    this.#layout(rows);
    plain(this.cost, costSentence(study));
    sentence(this.paths, pathsSentence(study));
    this.#why(study.why);
    this.claims.show(study);
    const issues = issuesListed(study);
    this.issues.replaceChildren(...issues.map((issue) => this.#issue(issue)));
    this.issues.hidden = issues.length === 0;
  }

  /** What is known before anybody opens the badge. */
  #checked(study) {
    $(".check", this.badge).textContent = checkSentence(study) || "Checks";
    this.badge.classList.toggle("failed", !study.checks.tangent_gradient.ok);
  }

  /** New numbers of the same quantities go where the old ones stand. */
  #rows(rows) {
    const key = rows.map(({ latex, node, shape, derivative }) => [latex, node, shape, derivative]).join("; ");
    if (key === this.key && rows.every((row) => !row.shape.length)) {
      rows.forEach((row, i) => this.#number(this.rows.children[2 * i + 1], row));
      return;
    }
    this.key = key;
    this.rows.replaceChildren(...rows.flatMap((row) => this.#row(row)));
    for (const array of $$("dd.array", this.rows)) fit(array);
    this.rows.classList.remove("stacked");
    const end = this.rows.getBoundingClientRect().right + 1;
    const isWide = !rows.some((row) => row.shape.length) && $$("dd", this.rows).some((each) => each.getBoundingClientRect().right > end);
    this.rows.classList.toggle("stacked", isWide); // names too long to have their numbers beside them
  }

  #row(row) {
    const { latex, text: name, json, derivative, along, rows, shape } = row;
    const term = element("dt", {}, formula(latex, name));
    const description = element("dd", { class: derivative ? "adjoint" : along ? "tangent" : null });
    if (shape.length) {
      description.classList.add("array");
      description.append(...arrayParts(json, rows, shape, name));
    } else this.#number(description, row);
    return [term, description];
  }

  #number(target, { node, json, derivative }) {
    const x = numberOf(json);
    target.title = listInFull(json);
    if (Number.isNaN(x)) target.replaceChildren(element("span", { class: "word" }, "undefined"));
    else if (node) {
      const way = $("button", target) ?? element("button", { type: "button", class: "symbol", "data-node": node, "data-kind": derivative ? "adjoint" : "value" });
      numeral(way, numeralOf(x));
      if (way.parentNode !== target) target.replaceChildren(way);
    } else numeral(target, numeralOf(x));
  }

  /** Which layout is shown, and what it makes of the first derivatives, with their shapes. */
  #layout(rows) {
    this.layouts.hidden = this.layoutWords.hidden = !hasArrays(this.study);
    if (this.layouts.hidden) return;
    for (const choice of this.choices) choice.setAttribute("aria-pressed", String(choice.value === this.jacobians));
    const arrays = rows.filter((row) => row.derivative && row.shape.length);
    const name = this.jacobians === "numerator" ? "Numerator layout" : "Denominator layout";
    const described = arrays.slice(0, DESCRIBED).flatMap(({ latex, text, words }, i) => [
      i === 0 ? ": " : "; ", { latex, text }, ` is ${words}`,
    ]);
    sentence(this.layoutWords, [`${name} (${ORDER[this.jacobians]})`, ...described, arrays.length > DESCRIBED ? "; and so on." : "."]);
  }

  /** Where the trouble starts, with a way to the node, and what is usually written in its place. */
  #why(why) {
    this.why.hidden = !why;
    if (!why) return;
    $(".apply", this.why)?.remove();
    const [question, cause, remedy] = $$("p", this.why);
    question.textContent = whyQuestion(why);
    sentence(cause, sentenceOf(["Cause: ", ...why.parts, "."]));
    if (why.node) {
      const node = nodeOf(this.study, why.node);
      const way = element("button", { type: "button", class: "link" }, "Show ", formula(node.symbol, node.display_name));
      way.addEventListener("click", () => this.cursor.lead(why.node));
      cause.append(" ", way);
    }
    remedy.textContent = why.remedy ? `The usual remedy: ${why.remedy}.` : "";
    if (why.fix) this.why.append(this.#fixButton(why.fix));
  }

  /** What writes the same function in another way. */
  #fixButton(fix) {
    const button = element("button", { type: "button", class: "apply" }, "Apply: ", element("code", {}, brief(fix.label)));
    button.addEventListener("click", () => this.question.apply(fix));
    return button;
  }

  #issue({ node, kind, parts, slopes, fix }) {
    const item = element("li", { "data-kind": kind });
    const words = sentenceOf([...parts, ".", ...slopesSentence({ slopes })]);
    const { operation, symbol, display_name: name } = node ? nodeOf(this.study, node) : { operation: "input" };
    sentence(item, operation === "input" ? words : [{ latex: symbol, text: name }, ": ", ...words]);
    if (fix) item.append(" ", this.#fixButton(fix));
    return item;
  }
}

/** A sentence that begins with a word, and not with a symbol. */
const brief = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

/** A matrix stands beside its name if it fits there, else under it; what is still too wide scrolls. */
function fit(array) {
  if (shrink(array)) return;
  array.classList.add("below");
  array.previousElementSibling.classList.add("below");
  shrink(array);
}
