/** The paths of a number, as data (static/js/paths/path_rows.js), and what is asked about one (static/js/paths/why.js). */

import assert from "node:assert/strict";
import { test } from "node:test";

import { entryFor } from "../../static/js/state/link.js";
import { boxesOf, countText, drawnOf, shortOf, stationsOf } from "../../static/js/paths/path_rows.js";
import { numberAsked, whyOf } from "../../static/js/paths/why.js";

const node = (id) => ({ id, display_name: id, symbol: id.replace("c", "c_") });
const edge = (id, from) => ({ id, from, to: id.split("-")[0] });
const STUDY = {
  nodes: ["c1", "c2", "c3"].map(node), edges: [edge("c2-0", "c1"), edge("c2-1", "c1"), edge("c3-0", "c2"), edge("c3-1", "c1")],
  groups: [{ id: "g1", name: "h" }, { id: "g2", name: "h" }, { id: "g3", name: "y" }],
};
const path = (edges, share, partials = edges.map(() => 2)) => ({ edges, share, partials, entries: null, groups: [] });

test("the question is of the number's size", () => {
  assert.deepEqual([0, 0.1, -0.01, 0.5, -10, 64, NaN, Infinity].map(whyOf), ["Why 0?", "Why so small?", "Why so small?", "Why?", "Why so large?", "Why so large?", "Why?", "Why so large?"]);
});

test("a step's number has a name, where it writes a derivative", () => {
  assert.equal(numberAsked({ current: { node: "c3" }, sweep: "reverse", entry: null }), "c3");
  assert.equal(numberAsked({ current: { node: "c3" }, sweep: "forward", entry: "x[0]" }), "c3.tangent:x[0]");
  assert.deepEqual([numberAsked({ current: null, sweep: "reverse" }), numberAsked({ current: { node: "c1" }, sweep: "value" })], [null, null]);
});

test("a wire is as wide as the paths that go along it together", () => {
  const { edges, nodes } = drawnOf({ node: "c1", paths: [path(["c2-0", "c3-0"], 0.5), path(["c2-1", "c3-0"], 0.25), path(["c3-1"], 0.125)] }, STUDY);
  assert.deepEqual([...edges], [["c2-0", 0.5], ["c3-0", 0.75], ["c2-1", 0.25], ["c3-1", 0.125]]);
  assert.deepEqual([...nodes].sort(), ["c1", "c2", "c3"]);
  assert.deepEqual([...drawnOf({ node: "c1", paths: [path(["c3-1"], null), path(["c2-0"], null)] }, STUDY).edges.values()], [0.5, 0.5]);
});

test("a path's stations have the factor that leads to them, and of arrays their entry", () => {
  const told = stationsOf({ ...path(["c2-0", "c3-0"], 1, [4, 0.5]), entries: [[0], [0], []] }, STUDY, "c1");
  assert.deepEqual(told, [{ latex: "{c_1}_{[0]}", text: "c1[0]", factor: null }, { latex: "{c_2}_{[0]}", text: "c2[0]", factor: 4 }, { latex: "c_3", text: "c3", factor: 0.5 }]);
  assert.deepEqual(stationsOf(path([], 1), STUDY, "c3").map(({ text }) => text), ["c3"]);
});

test("a long chain is cut in the middle, with how many are left out", () => {
  const long = Array.from({ length: 12 }, (_, i) => ({ text: `c${i}` }));
  assert.deepEqual(shortOf(long).seen.map(({ text, gap }) => text ?? gap), ["c0", "c1", "c2", 7, "c10", "c11"]);
  assert.equal(shortOf(long.slice(0, 6)).isCut, false);
});

test("boxes of one name in a row are counted", () => {
  assert.deepEqual(boxesOf({ groups: ["g1", "g2", "g3"] }, STUDY), ["h (2 times)", "y"]);
});

test("counts have their thousands apart, those that are text too", () => {
  assert.deepEqual([countText(1020), countText("1152921504606846971"), countText(7)], ["1,020", "1,152,921,504,606,846,971", "7"]);
});

test("one question after another has one entry for Back", () => {
  assert.deepEqual([entryFor("paths", "step"), entryFor("paths", "paths")], ["push", "replace"]);
});
