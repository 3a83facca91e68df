/** What the screen shows at a cursor (static/js/study/frame.js), the twin of graphs/picture/frame.py: tests/picture/test_frame.py checks the same table. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { cursorOf, entriesOf, frameOf, sequenceOf } from "../../static/js/study/frame.js";

const { assignment, fault, data } = JSON.parse(readFileSync(new URL("../data/twins/studies.json", import.meta.url)));
const CASES = JSON.parse(readFileSync(new URL("../data/twins/frames.json", import.meta.url)));

for (const { study, sweep, entry, step, cells, done, current, passed, passing, cursor, length } of CASES) {
  test(`${study}, ${sweep} ${entry} at ${step}, as the server draws it`, () => {
    const frame = frameOf({ assignment, fault, data }[study], sweep, entry, step);
    const nodes = [...frame.nodes].map(([id, node]) => ({ id, ...node, cell: node.derivative ?? node.value }));
    const edges = [...frame.edges];
    assert.deepEqual(nodes.map(({ cell }) => cell.number ?? cell.kind), cells);
    assert.deepEqual(nodes.filter(({ state }) => state === "done").map(({ id }) => id), done);
    assert.deepEqual(nodes.filter((node) => node.current).map(({ id }) => id), current ? [current] : []);
    assert.deepEqual(edges.filter(([, { state }]) => state !== "waiting").map(([id]) => id), passed);
    assert.deepEqual(edges.filter(([, edge]) => edge.current).map(([id]) => id), passing);
    assert.deepEqual([frame.cursor, frame.length], [cursor, length]);
  });
}

const numbers = (frame, cell) => [...frame.nodes.values()].map((node) => node[cell].number ?? node[cell].kind);

test("the middle of the assignment's reverse sweep", () => {
  const frame = frameOf(assignment, "reverse", "x1", 4);
  assert.deepEqual(numbers(frame, "derivative"), ["waiting", "waiting", 64, "waiting", "waiting", 48, 1, 1]);
  assert.deepEqual(numbers(frame, "value"), [0, 2, 1, 0, 4, 4, 64, 64]);
  assert.equal(frame.current.node, "c6");
  assert.deepEqual(frame.edges.get("c7-0"), { state: "adjoint", current: true });
  assert.deepEqual(frame.edges.get("c3-0"), { state: "waiting", current: false });
  assert.equal(frame.length, 9);
});

test("nothing is reached at cursor 0, everything at the end", () => {
  for (const sweep of ["value", "forward", "reverse"]) {
    const cell = sweep === "value" ? "value" : "derivative";
    assert.ok(numbers(frameOf(assignment, sweep, "x1", 0), cell).every((each) => each === "waiting"));
    assert.ok(numbers(frameOf(assignment, sweep, "x1", "end"), cell).every((each) => typeof each === "number"));
  }
});

test("a forward sweep is that of its entry", () => {
  assert.deepEqual(entriesOf(assignment), ["x1", "x2"]);
  assert.equal(sequenceOf(assignment, "forward", "x2").length, 8);
  assert.equal(frameOf(assignment, "forward", "x2", "end").nodes.get("c8").derivative.number, 192);
});

test("the fold never goes back on itself: cursor k shows what k - 1 showed, and one thing more", () => {
  for (let k = 1; k <= 9; k += 1) {
    const before = frameOf(assignment, "reverse", "x1", k - 1);
    const after = frameOf(assignment, "reverse", "x1", k);
    const changed = [...after.nodes.keys()].filter((id) => after.nodes.get(id).derivative.number !== before.nodes.get(id).derivative.number);
    assert.ok(changed.length <= 1);
  }
});

test("a fault is told where it starts, not again downstream", () => {
  const { nodes } = frameOf(fault, "reverse", "x", "end");
  assert.deepEqual([...nodes.values()].map((node) => node.value.kind), ["number", "number", "number", "undefined", "nothing"]);
  assert.equal(nodes.get("c4").issue, true);
  assert.equal(nodes.get("c5").downstream, true);
  assert.equal(nodes.get("c3").derivative.number, 0); // the unused input: nothing flows there
});

test("data has no derivative", () => {
  assert.equal(frameOf(data, "reverse", "x", "end").nodes.get("c2").derivative.kind, "absent");
});

test("cursors stay inside the sweep", () => {
  assert.deepEqual([cursorOf("end", 9), cursorOf(99, 9), cursorOf(-1, 9), cursorOf(3, 9)], [9, 9, 0, 3]);
});

/** x*x for an array x, with a reverse sweep of three steps: the seed and one term for each use. */
function square(value, { adjoint = value, sums = [value, value], issues = [] } = {}) {
  const shape = [value.length];
  const node = (id, operands) => ({ id, operation: operands.length ? "multiply" : "input", operands, shape, value, tangents: {}, adjoint });
  const step = (index, id, edge, after) => ({ index, sweep: "reverse", node: id, edge, slot: "adjoint", after });
  return {
    nodes: [node("c1", []), node("c2", ["c1", "c1"])],
    edges: [0, 1].map((slot) => ({ id: `c2-${slot}`, from: "c1", to: "c2", slot })),
    steps: [step(0, "c2", null, value), step(1, "c1", "c2-0", sums[0]), step(2, "c1", "c2-1", sums[1])],
    issues,
  };
}

test("an array is a number as long as one of its entries is", () => {
  const cells = ({ nodes }) => [...nodes.values()].map((node) => [node.value.kind, node.downstream]);
  assert.deepEqual(cells(frameOf(square([null, 1]), "reverse", null, 0)), [["number", false], ["number", false]]);
  const issues = [{ kind: "domain", node: "c1" }];
  assert.deepEqual(cells(frameOf(square([null, null], { issues }), "reverse", null, 0)), [["undefined", false], ["nothing", true]]);
});

test("a small array shows its sums as they grow, a large one when they are whole", () => {
  const at = (study, k) => frameOf(study, "reverse", null, k).nodes.get("c1");
  const small = square([1, 2], { adjoint: [2, 4], sums: [[1, 2], [2, 4]] });
  assert.deepEqual([1, 2, 3].map((k) => at(small, k).derivative.number ?? "waiting"), ["waiting", [1, 2], [2, 4]]);
  const many = Array(17).fill(1);
  const large = square(many, { sums: [null, null] });
  assert.deepEqual([1, 2, 3].map((k) => at(large, k).derivative.kind), ["waiting", "waiting", "number"]);
  assert.deepEqual([1, 2, 3].map((k) => at(large, k).state), ["waiting", "waiting", "done"]);
  assert.deepEqual(at(large, 3).derivative.number, many);
  assert.equal(at(large, 2).current, true);
});
