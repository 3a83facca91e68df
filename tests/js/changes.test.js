/** What a step changes on the screen (static/js/study/frame_diff.js): nothing that looks different is left out. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { changes } from "../../static/js/study/frame_diff.js";
import { entriesOf, frameOf, looksAlike } from "../../static/js/study/frame.js";

const studies = JSON.parse(readFileSync(new URL("../data/twins/studies.json", import.meta.url)));
const large = { ...studies.assignment, nodes: studies.assignment.nodes.map((node) => ({ ...node, shape: [17] })) }; // reached with their last step
const sweeps = (study) => [["value", null], ["reverse", null], ...entriesOf(study).map((entry) => ["forward", entry])];

for (const [name, study] of Object.entries({ ...studies, large })) {
  test(`from any step to any other, ${name}: what looks different is among the changes`, () => {
    for (const [sweep, entry] of sweeps(study)) {
      const { length } = frameOf(study, sweep, entry, 0);
      const frames = Array.from({ length: length + 1 }, (_, k) => frameOf(study, sweep, entry, k));
      for (const before of frames) {
        for (const after of frames) {
          const { nodes, edges } = changes(study, before, after);
          for (const node of study.nodes) assert.ok(nodes.includes(node) || looksAlike(before.nodes.get(node.id), after.nodes.get(node.id)), `${sweep}: ${node.id}`);
          for (const edge of study.edges) {
            const [one, other] = [before, after].map((frame) => frame.edges.get(edge.id));
            assert.ok(edges.includes(edge) || (one.state === other.state && one.current === other.current), `${sweep}: ${edge.id}`);
          }
        }
      }
    }
  });
}

test("a step in the midst of a sweep changes its own nodes and edges alone", () => {
  const study = studies.assignment;
  const [before, after] = [3, 4].map((step) => frameOf(study, "reverse", null, step));
  const { nodes, edges } = changes(study, before, after);
  assert.deepEqual(nodes.map(({ id }) => id), [after.steps[2].node, after.steps[3].node]);
  assert.deepEqual(edges.map(({ id }) => id), [after.steps[2].edge, after.steps[3].edge]);
});

test("another sweep, another study and the first frame may change everything", () => {
  const study = studies.assignment;
  const [forward, reverse] = [frameOf(study, "forward", "x1", 3), frameOf(study, "reverse", null, 3)];
  for (const before of [null, forward, frameOf(studies.fault, "reverse", null, 3)]) {
    assert.deepEqual(changes(study, before, reverse), { nodes: study.nodes, edges: study.edges });
  }
});
