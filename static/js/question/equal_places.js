/** Equal subexpressions that are one node: a note says so, all places of the node that is shown light up in the program, and a switch draws them apart. */

import { $, element, sentence } from "../text/dom.js";
import { spread } from "../text/text_place.js";

export class EqualPlaces {
  reads = ["frame", "study", "problem", "program", "share", "edge"];

  /** root: the editor. `question` is told whether equal subexpressions are to be one. */
  constructor(root, question) {
    this.field = $("textarea", root);
    this.layer = element("div", { class: "source also", "aria-hidden": "true" });
    $(".source", root).after(this.layer);
    this.told = element("span");
    this.button = element("button", { type: "button", class: "link" });
    this.note = element("p", { class: "note equal", hidden: true }, this.told, " ", this.button);
    root.after(this.note);
    this.button.addEventListener("click", () => question.unite(!this.isShared));
    this.field.addEventListener("input", () => this.layer.replaceChildren());
    this.field.addEventListener("scroll", () => (this.layer.scrollTop = this.field.scrollTop));
  }

  show({ study, share, edge }, { current }) {
    this.current = edge?.split("-")[0] ?? current?.node ?? null;
    this.isShared = share !== false;
    const several = study.nodes.filter((node) => node.also);
    this.note.hidden = this.isShared && several.length === 0;
    if (this.note.hidden) return;
    sentence(this.told, this.isShared ? united(several) : ["Equal expressions are nodes of their own."]);
    this.button.textContent = this.isShared ? "Draw them apart" : "Make them one";
  }

  /** The other places of the marked node, else of that of the asked edge, else of the current step's. */
  mark({ study, problem, marked }) {
    const isRead = !problem && study.program === this.field.value;
    const also = (isRead && study.nodes.find(({ id }) => id === (marked ?? this.current))?.also) || [];
    if (!also.length && !this.layer.hasChildNodes()) return;
    this.layer.replaceChildren(...(also.length ? markedIn(`${this.field.value}\n`, also) : []));
    this.layer.scrollTop = this.field.scrollTop;
  }
}

function united(nodes) {
  if (nodes.length > 1) return [`${nodes.length} expressions stand in several places, and each is one node.`];
  const [{ symbol, display_name, id, also }] = nodes;
  return [{ latex: symbol, text: display_name, node: id }, ` stands in ${also.length + 1} places, and is one node.`];
}

/** A text with these places of it marked, the last one first cut off. */
function markedIn(text, places) {
  const parts = [];
  let rest = text;
  for (const place of [...places].sort((one, other) => other.line - one.line || other.column - one.column)) {
    const [before, inside, after] = spread(rest, place);
    parts.unshift(element("mark", {}, inside), after);
    rest = before;
  }
  return [rest, ...parts];
}
