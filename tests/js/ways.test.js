/** Where an arrow leads in the picture (static/js/picture/neighbours.js). */

import assert from "node:assert/strict";
import { test } from "node:test";

import { nodeFor } from "../../static/js/picture/neighbours.js";

const edges = [["c1", "c3"], ["c1", "c4"], ["c2", "c5"], ["c4", "c6"], ["c5", "c6"], ["c6", "c7"], ["c3", "c8"], ["c7", "c8"]].map(([from, to]) => ({ from, to }));
const wide = { c1: [0, 50], c2: [0, 200], c3: [200, 0], c4: [200, 100], c5: [200, 200], c6: [400, 100], c7: [600, 100], c8: [800, 100] };
const tall = Object.fromEntries(Object.entries(wide).map(([id, [x, y]]) => [id, [y, x]]));
const CASES = [
  ["ArrowRight", "c4", "c6"], ["ArrowRight", "c3", "c8"], ["ArrowRight", "c8", null],
  ["ArrowLeft", "c8", "c7"], ["ArrowLeft", "c6", "c4"], ["ArrowLeft", "c3", "c1"], ["ArrowLeft", "c1", null],
  ["ArrowDown", "c3", "c4"], ["ArrowDown", "c4", "c5"], ["ArrowUp", "c5", "c4"], ["ArrowUp", "c3", null],
];
const TURNED = { ArrowRight: "ArrowDown", ArrowLeft: "ArrowUp", ArrowDown: "ArrowRight", ArrowUp: "ArrowLeft" };

test("arrows follow edges along the flow and neighbours across it, in both layouts", () => {
  for (const [key, id, to] of CASES) {
    assert.equal(nodeFor(key, id, { places: wide, edges, layout: "wide" }), to, `${key} from ${id}`);
    assert.equal(nodeFor(TURNED[key], id, { places: tall, edges, layout: "tall" }), to, `${key} from ${id}, tall`);
  }
});
