import assert from "node:assert/strict";
import { test } from "node:test";

import { found, related } from "../../static/js/search/matches.js";

const node = (id, name, operation, text) => ({ id, name, display_name: name ?? id, operation, text });
const STUDY = {
  nodes: [node("c1", "x", "input", "x"), node("c2", "xi", "input", "xi"), node("c3", null, "exp", "exp(x)"), node("c4", "a", "multiply", "c3 * xi"), node("c5", null, "log", "log(a)")],
  edges: [
    { id: "c3-0", from: "c1", to: "c3" }, { id: "c4-0", from: "c3", to: "c4" }, { id: "c4-1", from: "c2", to: "c4" }, { id: "c5-0", from: "c4", to: "c5" },
  ],
};
const number = (number) => ({ kind: "number", number });
const cells = (value, derivative) => ({ value, derivative });
const FRAME = {
  nodes: new Map([
    ["c1", cells(number(-0.24645), { kind: "waiting" })],
    ["c2", cells(number(3), number(1))],
    ["c3", cells(number(0.7816), number([[1, 2.5], [0, -0.2461]]))],
    ["c4", cells(number(2.6), null)],
    ["c5", cells({ kind: "undefined" }, { kind: "nothing" })],
  ]),
};

const CASES = [
  ["", []],
  ["x", ["c1", "c2", "c3", "c4"]], // by name, and in what is computed
  ["XI", ["c2", "c4"]],
  ["exp", ["c3"]],
  ["multiply", ["c4"]],
  ["c3*xi", ["c4"]],
  ["3", ["c2"]],
  ["0.78", ["c3"]],
  ["−0.246", ["c1", "c3"]],
  ["-0.2465", ["c1"]],
  ["2.5", ["c3"]],
  ["2.6e0", ["c4"]],
  ["no number", ["c5"]],
  ["?", ["c5"]],
  ["elephant", []],
];

test("nodes are found by name, by operation, by a number as it is shown, and by having none", () => {
  for (const [text, ids] of CASES) assert.deepEqual(found(STUDY, FRAME, text), ids, text);
});

test("what feeds a node, and what it feeds, with the edges between", () => {
  const told = (id, way) => Object.values(related(STUDY, id, way)).map((ids) => [...ids].sort());
  assert.deepEqual(told("c4", "from"), [["c1", "c2", "c3", "c4"], ["c3-0", "c4-0", "c4-1"]]);
  assert.deepEqual(told("c3", "to"), [["c3", "c4", "c5"], ["c4-0", "c5-0"]]);
  assert.deepEqual(told("c1", "from"), [["c1"], []]);
});
