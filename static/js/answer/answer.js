/** The answer: value and derivatives, how they are laid out, what they cost, how they were checked, what must be known. */

import { $, $$, element, formula, numeral, sentence, shrink } from "../text/dom.js";
import { Claims } from "./claims.js";
import { nodeOf } from "../study/words.js";
import { sentenceOf } from "../text/parts.js";
import { plain } from "../text/math.js";
import { answerRows, checkSentence, costSentence, hasArrays, issuesListed, outputSeeded, pathsSentence, rowsShown, seedOf, slopesSentence, standing, whyQuestion } from "../study/answer_rows.js";
import { ORDER } from "../study/layouts.js";
import { listInFull } from "../text/nested_lists.js";
import { arrayParts } from "../text/matrix.js";
import { numberOf, numeralOf } from "../text/number.js";
import { strikingSize } from "../paths/why.js";
import { alongRow } from "../study/direction_rows.js";

const HEAD = 44; // pixels over the rows of a low or high foot, and under them for what a pass costs, or what must be known
const UNDER = { usual: 24, issue: 46 };
const ROW = { low: 24, high: 30 };
const LEAST = 2; // rows: the output, and a derivative
const SERIOUS = new Set(["domain", "overflow", "undefined", "infinite slope", "not differentiable"]);
const SHOWN = 40; // characters of a fix on its button
const DESCRIBED = 3; // derivatives whose layout is put into words

export class Answer {
  reads = ["study", "jacobians", "cotangent", "foot", "moving"];
  #isAll = false; // whether derivatives that have no room are shown, too
  #height = 0; // of the answer's place

  /**
   * `question` is handed a layout, a fix, a seed and a place of the text, `cursor` the node to which the reader asks to be led;
   * `open()` opens the foot.
   */
  constructor(root, { question, cursor, open }) {
    Object.assign(this, { root, question, cursor, open });
    this.all = $(".all", root);
    this.all.addEventListener("click", () => this.#turn());
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
    this.rows.addEventListener("click", (event) => this.#seed(event), true); // before a number leads to its step
    this.wide = matchMedia("(min-width: 1024px)"); // narrower, the answer is as high as it needs to be
    new ResizeObserver(() => this.#resized()).observe(root);
  }

  show(state) {
    const { study, jacobians, along: direction } = state;
    if (study !== this.study) this.#checked(study);
    Object.assign(this, { state, study, jacobians });
    const known = answerRows(study, jacobians);
    const rows = this.#shown(known);
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

  /** As many rows as have room; while numbers move, the same ones as before. */
  #shown(rows) {
    const { foot, moving, cotangent } = this.state;
    const count = rows.filter((row) => row.derivative).length;
    const most = this.#isAll || !this.wide.matches ? Infinity : foot === "shut" ? 1 : this.#room(foot);
    const kept = moving && this.names?.size <= most ? rows.filter((row) => this.names.has(row.text)) : [];
    const isKept = kept.length > 0 && kept.length === this.names.size;
    const order = isKept && [...this.names];
    const shown = isKept ? kept.sort((a, b) => order.indexOf(a.text) - order.indexOf(b.text)) : rowsShown(rows, most, outputSeeded(cotangent));
    this.names = new Set(shown.map((row) => row.text));
    this.all.hidden = count === 0 || (shown.length === rows.length && !this.#isAll) || (this.#isAll && !this.wide.matches);
    this.all.ariaExpanded = String(this.#isAll);
    const named = count === 1 ? "1 derivative" : `${foot === "shut" ? "" : "All "}${count} derivatives`;
    this.all.textContent = this.#isAll && foot !== "shut" ? "The largest" : named;
    return shown;
  }

  #room(foot) {
    const isSerious = this.study.why || this.study.issues.some(({ kind }) => SERIOUS.has(kind));
    this.root.classList.toggle("serious", Boolean(isSerious)); // what a pass costs steps aside
    const under = isSerious ? UNDER.issue : UNDER.usual;
    return Math.max(LEAST, Math.floor((this.#height - HEAD - under) / ROW[foot]));
  }

  #resized() {
    const height = this.root.clientHeight;
    if (height === this.#height) return;
    this.#height = height;
    if (this.study) this.show(this.state);
  }

  /** Show all derivatives, or those that have room; of a foot that is shut, in it. */
  #turn() {
    const isShut = this.state.foot === "shut";
    this.#isAll = isShut || !this.#isAll;
    if (isShut) this.open();
    this.show(this.state);
  }

  /** One of several outputs is chosen, or a derivative of it: the reverse sweep starts there. */
  async #seed(event) {
    const way = event.target.closest("[data-output]");
    if (!way) return;
    event.stopPropagation();
    const output = Number(way.dataset.output);
    const { node } = way.dataset;
    if (outputSeeded(this.state.cotangent) !== output) await this.question.seed(seedOf(output, this.study.outputs.length));
    else if (!node) await this.question.seed(null);
    if (node) this.cursor.choose(node, "adjoint");
  }

  /** What is known before anybody opens the badge. */
  #checked(study) {
    $(".check", this.badge).textContent = checkSentence(study) || "Checks";
    this.badge.classList.toggle("failed", !study.checks.tangent_gradient.ok);
  }

  /** New numbers of the same quantities go where the old ones stand. */
  #rows(rows) {
    this.#write(rows);
    const seeded = outputSeeded(this.state.cotangent);
    for (const choice of $$(".output", this.rows)) choice.ariaPressed = String(Number(choice.dataset.output) === seeded);
  }

  #write(rows) {
    const key = rows.map(({ latex, node, shape, derivative }) => [latex, node, shape, derivative]).join("; ");
    if (key === this.key && rows.every((row) => !row.shape.length)) {
      rows.forEach((row, i) => this.#number(this.rows.children[2 * i + 1], row));
      return;
    }
    this.key = key;
    this.rows.replaceChildren(...rows.flatMap((row) => this.#row(row)));
    for (const array of $$("dd.array", this.rows)) fit(array);
    this.rows.classList.remove("short", "stacked");
    if (rows.some((row) => row.shape.length)) return;
    const end = this.rows.getBoundingClientRect().right + 1;
    const isWide = () => $$("dd", this.rows).some((each) => each.getBoundingClientRect().right > end);
    if (isWide()) this.rows.classList.add("short"); // the question is "Why?" alone
    if (isWide()) this.rows.classList.add("stacked"); // names too long to have their numbers beside them
  }

  #row(row) {
    const { latex, text: name, json, derivative, along, rows, shape, output } = row;
    const term = element("dt", {}, output === undefined || derivative ? formula(latex, name) : this.#choice(row));
    const description = element("dd", { class: derivative ? "adjoint" : along ? "tangent" : null });
    if (shape.length) {
      description.classList.add("array");
      description.append(...arrayParts(json, rows, shape, name));
    } else this.#number(description, row);
    return [term, description];
  }

  /** A way to the reverse sweep from one of several outputs; pressed again, to none. */
  #choice({ latex, text, output }) {
    const title = `The reverse sweep from ${text}`;
    return element("button", { type: "button", class: "symbol output", title, "aria-label": title, "aria-pressed": "false", "data-output": output }, formula(latex, text));
  }

  #number(target, { node, json, derivative, output }) {
    const x = numberOf(json);
    target.title = listInFull(json);
    if (Number.isNaN(x)) target.replaceChildren(element("span", { class: "word" }, "undefined"));
    else if (node) {
      const way = $("button.symbol", target) ?? element("button", { type: "button", class: "symbol", "data-node": node, "data-kind": derivative ? "adjoint" : "value", "data-output": derivative ? (output ?? null) : null });
      numeral(way, numeralOf(x));
      if (way.parentNode !== target) target.replaceChildren(way);
    } else numeral(target, numeralOf(x));
    if (!node || !derivative || output !== undefined) return;
    const ask = $(".ask", target) ?? element("button", { type: "button", class: "ask", "data-paths": node, title: "Which paths make it" });
    ask.replaceChildren("Why", element("span", { class: "size" }, ` ${strikingSize(x)}`.trimEnd()), "?");
    if (!ask.parentNode) target.append(ask);
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
