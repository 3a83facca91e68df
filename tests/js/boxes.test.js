/** What a frame shows of boxes (static/js/boxes/states.js), the twin of graphs/picture/boxes/states.py: tests/picture/test_boxes.py checks the same table. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { boxOf, countsOf, wireOf } from "../../static/js/boxes/states.js";
import { frameOf } from "../../static/js/study/frame.js";

const read = (name) => JSON.parse(readFileSync(new URL(`../data/twins/${name}.json`, import.meta.url)));
const STUDIES = read("studies");

for (const { study, sweep, entry, step, nodes, result, box, edges, wire } of read("boxes")) {
  test(`${nodes.join(" ")} of ${study}, ${sweep} at ${step}, as the server draws them`, () => {
    const frame = frameOf(STUDIES[study], sweep, entry, step);
    assert.deepEqual(boxOf(frame, countsOf(frame), nodes, result), box);
    assert.deepEqual(wireOf(frame, edges), wire);
  });
}
