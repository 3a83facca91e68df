import assert from "node:assert/strict";
import { test } from "node:test";

import { namesOf, pathTo, within } from "../../static/js/boxes/box_names.js";

const group = (id, name, parent, nodes) => ({ id, name, parent, nodes });
const GROUPS = [
  group("g1", "i", null, ["c1", "c2", "c3"]),
  group("g2", "sq", "g1", ["c2", "c3"]),
  group("g3", "sq", null, ["c4"]),
  group("g4", "c'", null, ["c5"]),
  group("g5", "all", null, ["c6"]),
  group("g6", "g2", null, ["c7"]),
  group("g7", "k = 3", "g2", ["c3"]),
  group("g8", "γ_1", null, ["c8"]),
];

test("a link calls a box by its name where that is one box's alone and safe, else by its id", () => {
  const ids = GROUPS.map(({ id }) => id);
  assert.deepEqual(namesOf(GROUPS, ids), ["i", "g2", "g3", "c'", "g5", "g6", "g7", "γ_1"]);
  assert.deepEqual(namesOf(GROUPS, ["g8", "g99"]), ["γ_1", "g99"]);
});

test("the boxes around a node, and those in a box, at any depth", () => {
  assert.deepEqual(pathTo(GROUPS, "c3"), ["g1", "g2", "g7"]);
  assert.deepEqual(pathTo(GROUPS, "c9"), []);
  assert.deepEqual([...within(GROUPS, "g1")], ["g2", "g7"]);
  assert.deepEqual([...within(GROUPS, "g4")], []);
});
