/** The edge that is asked about, as data (static/js/study/asked_edge.js), and where the keys lead. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { choicesOf, edgeAsked, edgesAt, flowOf } from "../../static/js/study/asked_edge.js";

const node = (id) => ({ id, display_name: id });
const edge = (id, from) => ({ id, from, to: id.split("-")[0] });
const STUDY = { nodes: ["c1", "c2", "c3", "c4"].map(node), edges: [edge("c3-0", "c1"), edge("c3-1", "c2"), edge("c4-0", "c3"), edge("c4-1", "c1")] };

test("an edge that a study has not is none", () => {
  assert.equal(edgeAsked(STUDY, "c4-0").from, "c3");
  assert.deepEqual([edgeAsked(STUDY, "c9-0"), edgeAsked(STUDY, null), edgeAsked(null, "c4-0")], [null, null, null]);
});

test("a node's edges are led through from those that go out of it", () => {
  assert.deepEqual(edgesAt(STUDY, "c3"), ["c4-0", "c3-0", "c3-1"]);
  assert.deepEqual(edgesAt(STUDY, "c1"), ["c3-0", "c4-1"]);
});

test("a wire that stands for several edges offers those that there are, until one is asked", () => {
  const told = choicesOf(STUDY, null, ["c3-1", "c4-0", "c8-0"]).map(({ id, from, to }) => [id, from.id, to.id]);
  assert.deepEqual(told, [["c3-1", "c2", "c3"], ["c4-0", "c3", "c4"]]);
  assert.deepEqual([choicesOf(STUDY, "c4-0", ["c3-1"]), choicesOf(STUDY, null, null)], [[], []]);
});

test("beside a wire stands a number, or an array's shape", () => {
  assert.deepEqual(flowOf(192), [{ base: "192", exponent: "" }]);
  assert.deepEqual(flowOf("Infinity")[0].base, "∞");
  assert.deepEqual(flowOf([[1, 2, 3], [4, 5, 6]]), [{ base: "[2×3]" }]);
});
