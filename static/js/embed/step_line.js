/** The step on one line: its rule and its numbers; of a node that is pointed at, what it holds. */

import { plain, typeset } from "../text/math.js";
import { isList, numberLatex } from "../text/nested_lists.js";
import { inHue, latexOf, shorterLines } from "../text/parts.js";
import { sentence, shrink } from "../text/dom.js";
import { nodeOf, symbolOf, wordsOf } from "../study/words.js";

export class StepLine {
  reads = ["frame", "worded"];

  constructor(line) {
    this.line = line;
  }

  show(state, frame) {
    Object.assign(this, { state, frame });
    this.#write();
  }

  mark(state) {
    this.state = state;
    if (this.frame) this.#write();
  }

  fit() {
    if (this.fitted !== this.line.clientWidth) this.#write();
  }

  prepare() {}

  #write() {
    const { study, marked } = this.state;
    const { current, sweep } = this.frame;
    this.fitted = this.line.clientWidth;
    const { rule = [], numbers = [] } = current?.parts ?? {};
    this.line.classList.toggle("sentence", !marked && !rule.length);
    if (marked) this.#fill(heldBy(nodeOf(study, marked), this.frame));
    else if (rule.length) this.#fill(shorterLines({ rule, numbers }, sweep, isOfArrays(study, current)).map((parts) => latexOf(parts, sweep)));
    else {
      plain(this.line, "");
      sentence(this.line, wordsOf(study, this.frame));
      shrink(this.line);
    }
  }

  /** The longest of some formulas that fits. */
  #fill(formulas) {
    for (const latex of formulas) {
      typeset(this.line, latex, "");
      if (shrink(this.line)) return;
    }
  }
}

/** What a node computes and holds, then the same in fewer words. */
function heldBy(node, { nodes, sweep }) {
  const cells = nodes.get(node.id);
  const value = cells.value.kind === "number" && !isList(cells.value.number) ? ` = ${numberLatex(cells.value.number)}` : "";
  const kind = { forward: "tangent", reverse: "adjoint" }[sweep];
  const isReached = kind && cells[kind].kind === "number" && !isList(cells[kind].number);
  const derivative = isReached ? `,\\quad ${symbolOf(node, kind)} = ${inHue(kind, numberLatex(cells[kind].number))}` : "";
  const head = node.symbol === node.latex ? node.symbol : `${node.symbol} = ${node.latex}`;
  return [`${head}${value}${derivative}`, `${node.symbol}${value}${derivative}`, node.symbol];
}

/** Whether a step's formulas hold arrays, which are too high for one line. */
function isOfArrays(study, { node, edge }) {
  const written = nodeOf(study, node);
  const near = edge ? [written, nodeOf(study, study.edges.find(({ id }) => id === edge).to)] : [written, ...written.operands.map((id) => nodeOf(study, id))];
  return near.some(({ shape }) => shape.length > 0);
}
