/** The paths that make a number, in the place of the step: the cause in words, a row by path, what the others add up to; and in the picture, wide as their share. */

import { $$, element, formula, numeral, sentence } from "../text/dom.js";
import { plain } from "../text/math.js";
import { numberParts, sentenceOf } from "../text/parts.js";
import { numberOf, numeralOf } from "../text/number.js";
import { questionOfPaths } from "../state/request_body.js";
import { boxesOf, countText, drawnOf, shortOf, stationsOf } from "./path_rows.js";

export class PathsPanel {
  #asked = null; // the study and the name
  #answer = null;
  #isNew = false; // whether it was opened and has not been brought into sight
  #lit = null; // the row that is pointed at: its path alone is drawn

  /** section: the step's. `cursor` is told to go back, view holds the picture. */
  constructor(section, { api, work, cursor, view }) {
    Object.assign(this, { section, api, work, view });
    this.heading = element("h2");
    this.back = element("button", { type: "button", class: "link back" }, "Back to the step");
    this.words = element("p", { class: "words", "aria-live": "polite" });
    this.rows = element("ol");
    this.rest = element("p", { class: "rest" });
    const header = element("header", { class: "heading" }, this.heading, element("p", { class: "note" }, this.back, " ", element("kbd", {}, "Esc")));
    this.root = element("div", { id: "paths", class: "paths-panel", hidden: true }, header, this.words, this.rows, this.rest);
    section.append(this.root);
    this.back.addEventListener("click", () => cursor.askPaths(null));
    for (const [type, isOn] of [["pointerover", true], ["focusin", true], ["pointerleave", false], ["focusout", false]]) {
      this.rows.addEventListener(type, ({ target }) => this.#light(isOn ? target.closest("li") : null));
    }
  }

  show({ study, paths, picture, ...state }) {
    const wasOpen = !this.root.hidden;
    this.root.hidden = !paths;
    this.section.classList.toggle("tracing", Boolean(paths));
    Object.assign(this, { study, picture });
    if (!paths) {
      this.#asked = this.#answer = null;
      this.work.end("paths");
    } else if (this.#asked?.study !== study || this.#asked.paths !== paths) {
      if (this.#asked?.paths !== paths) this.#clear();
      this.#ask({ study, paths, ...state });
    }
    this.#draw();
    if (wasOpen === Boolean(paths)) return;
    if (document.activeElement === document.body) this.section.focus({ preventScroll: true }); // the button that asked is gone
    this.#isNew = Boolean(paths);
  }

  #clear() {
    this.#answer = null;
    for (const part of [this.heading, this.words, this.rest]) plain(part, "");
    this.rows.replaceChildren();
  }

  async #ask(state) {
    const asked = (this.#asked = { study: state.study, paths: state.paths });
    this.work.begin("paths");
    const answer = await this.api.part("paths", questionOfPaths(state, state.paths)).catch(({ message }) => ({ message }));
    if (answer === null || this.#asked !== asked) return; // overtaken
    this.#answer = answer.paths ?? null;
    if (this.#answer) this.#tell(this.#answer);
    else this.#refused(answer.message);
    this.#draw();
    if (this.#isNew) this.root.scrollIntoView({ block: "nearest" });
    this.#isNew = false;
    this.work.end("paths");
  }

  #refused(message) {
    this.#clear();
    plain(this.heading, "Which paths make it?");
    plain(this.words, message);
  }

  #tell(told) {
    const { node, entry, along, value, parts, paths, rest, count } = told;
    const [{ latex, text }] = stationsOf({ edges: [], partials: [], entries: entry && [entry] }, this.study, node);
    const of = along === null ? "adjoint" : "tangent";
    const by = along === null || along === "direction" ? [] : [" along ", { latex: `\\text{${along.replaceAll("_", "\\_")}}`, text: along }];
    sentence(this.heading, [`The ${of} of `, { latex, text }, ...by, " is ", ...sentenceOf(numberParts(numberOf(value))), ": why?"]);
    sentence(this.words, sentenceOf(parts), () => "value");
    this.rows.replaceChildren(...paths.map((path) => this.#row(path, of, node)));
    this.rest.hidden = count === 0;
    const shown = paths.length === 1 ? "This is the only path." : `These are all ${paths.length} paths.`;
    if (rest.count === 0) plain(this.rest, shown);
    else {
      const sum = element("span", { class: of });
      numeral(sum, signed(rest.sum));
      this.rest.replaceChildren(sum, ` the other ${countText(rest.count)} path${rest.count === 1 ? "" : "s"} together`);
    }
  }

  #row(path, of, start) {
    const product = element("span", { class: `product ${of}` });
    numeral(product, signed(path.product));
    const bar = element("span", { class: `bar ${of}` });
    bar.style.setProperty("--share", path.share ?? 0);
    const share = path.share === null ? "no share" : `${Number((100 * path.share).toPrecision(3))} %`;
    const stations = stationsOf(path, this.study, start);
    const { seen, isCut } = shortOf(stations);
    const boxes = boxesOf(path, this.study);
    const lead = boxes.length > 1 || boxes[0]?.includes("(") ? [element("span", { class: "boxes" }, boxes.join(" → ")), " "] : [];
    const line = element("span", { class: "stations" }, ...lead, ...chainOf(seen));
    const chain = isCut ? element("details", {}, element("summary", {}, line), element("p", { class: "stations whole" }, ...chainOf(stations))) : line;
    return element("li", { tabindex: isCut ? null : "0" }, product, element("span", { class: "track" }, bar), element("span", { class: "note share" }, share), chain);
  }

  #light(row) {
    if (row === this.#lit) return;
    this.#lit = row;
    this.#draw();
  }

  /** The wires of the paths as wide as what they carry of the sum of all sizes; the rest of the picture steps back. */
  #draw() {
    const svg = this.picture;
    if (!svg) return;
    const told = this.#answer;
    svg.classList.toggle("tracing", Boolean(told));
    for (const each of $$(".traced", svg)) each.classList.remove("traced");
    if (!told) return;
    const lit = [...this.rows.children].indexOf(this.#lit);
    const { edges, nodes } = drawnOf(lit < 0 ? told : { ...told, paths: [told.paths[lit]] }, this.study);
    svg.classList.toggle("forwards", told.along !== null);
    for (const wire of $$(".edge", svg)) {
      const shares = (wire.dataset.edges?.split(" ") ?? [wire.id]).flatMap((id) => edges.get(id) ?? []);
      if (shares.length) wire.style.setProperty("--share", Math.max(...shares));
      wire.classList.toggle("traced", shares.length > 0);
    }
    for (const chip of $$(".chip", svg)) chip.classList.toggle("traced", edges.has(chip.dataset.edge));
    for (const node of $$(".node, .box", svg)) {
      const within = node.dataset.nodes?.split(" ") ?? [node.dataset.node];
      node.classList.toggle("traced", within.some((id) => nodes.has(id)));
    }
  }
}

/** A number with its sign, as a numeral. */
function signed(json) {
  const x = numberOf(json);
  const { base, exponent } = numeralOf(x);
  return { base: x > 0 ? `+${base}` : base, exponent };
}

/** x × 0.25 → c3 × 2 → …: each node with the factor that leads on to it. */
function chainOf(stations) {
  return stations.flatMap(({ latex, text, factor, gap }, i) => {
    if (gap) return [` → … ${gap} more …`];
    if (!i) return [formula(latex, text)];
    const number = element("span", { class: "factor" });
    const { base, exponent } = numeralOf(numberOf(factor), 3);
    numeral(number, { base: `×${base}`, exponent });
    return [" ", number, " → ", formula(latex, text)];
  });
}
