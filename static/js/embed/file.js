/** The player as a file of its own: every step has its words, and the trace stands below. */

import { studyOf } from "../study/columns.js";
import { $ } from "../text/dom.js";
import { textOf } from "../text/parts.js";
import { Table } from "../trace/table.js";
import { begin } from "./player.js";
import { Told } from "./told.js";

const { packed, ...told } = JSON.parse($("#study").textContent);
begin({ ...told, study: unpacked(packed) }, ({ store, cursor }) => {
  // A notebook that holds the file in a frame has moved the point: other numbers of the same graph.
  addEventListener("message", ({ source, data }) => {
    if (source === parent && parent !== window && data?.wengert) store.change({ study: unpacked(data.wengert) });
  });
  return [new Told($("#told")), new Table($("#trace"), cursor)];
});

/** The study that graphs/forms/player.py has packed: each step with its words, which are numbers of the parts that they are made of. */
function unpacked({ answer, held, words, pieces, roles }) {
  const parts = pieces.map((piece) => (typeof piece === "string" ? piece : partOf(piece, roles)));
  const { columns, ...study } = { ...studyOf(answer, held) };
  study.steps.forEach((step, at) => {
    const [rule, numbers, told] = words[at].map((list) => list.map((number) => parts[number]));
    Object.assign(step, { parts: { rule, numbers, words: told }, text: textOf(told) });
  });
  return study;
}

function partOf([text, role, node = null, ...more], roles) {
  return [text, roles[role], node, ...more];
}
