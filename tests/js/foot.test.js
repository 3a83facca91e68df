/** The foot's height and form (static/js/foot/foot_height.js), the rows of the answer that have room, and the lines on the scrubber. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { afterKey, drawnTo, footText, formOf, heightOf, readFoot } from "../../static/js/foot/foot_height.js";
import { outputSeeded, rowsShown, seedOf } from "../../static/js/study/answer_rows.js";
import { alongLines, cursorIn, inputsByLine, lineRuns, placeIn } from "../../static/js/study/line_runs.js";
import { study } from "./study.js";

const ROOM = 800;

test("at first the foot is low, and leaves the picture more than half of the window", () => {
  const foot = readFoot(null);
  assert.equal(formOf(foot, ROOM), "low");
  for (const room of [720, 800, 1080]) assert.ok(room - 48 - 60 - heightOf(foot, room) > room / 2, room);
});

test("what is kept is read again; what is no height is not", () => {
  for (const foot of [{ height: 300, isShut: false }, { height: 140, isShut: true }]) assert.deepEqual(readFoot(footText(foot)), foot);
  for (const text of ["", "-3", "x shut"]) assert.equal(readFoot(text).height, 140);
});

test("the splitter's keys", () => {
  const keyed = (foot, ...keys) => keys.reduce((now, key) => afterKey(now, key, ROOM), foot);
  const low = readFoot(null);
  const seen = [
    [["ArrowUp"], "low", 164], [["ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp"], "high", 236], [["ArrowDown"], "low", 116], [["ArrowDown", "ArrowDown"], "low", 104],
    [["ArrowDown", "ArrowDown", "ArrowDown"], "shut", 40], [["Home"], "shut", 40], [["Home", "ArrowUp"], "low", 104], [["End"], "high", 480],
    [["Enter"], "shut", 40], [["Enter", "Enter"], "low", 140], [["Home", "ArrowDown"], "shut", 40],
  ];
  for (const [keys, form, height] of seen) {
    const foot = keyed(low, ...keys);
    assert.deepEqual([formOf(foot, ROOM), heightOf(foot, ROOM)], [form, height], keys.join());
  }
  assert.equal(afterKey(low, "a", ROOM), null);
});

test("drawn too low it shuts and keeps the height that it opens to; drawn too high it ends", () => {
  const foot = { height: 300, isShut: false };
  assert.deepEqual(drawnTo(foot, 60, ROOM), { height: 300, isShut: true });
  assert.deepEqual(drawnTo(foot, 90, ROOM), { height: 104, isShut: false });
  assert.equal(drawnTo(foot, 700, ROOM).height, 480);
  assert.equal(formOf({ height: 480, isShut: false }, 360), "low"); // in a lower window
});

const row = (text, json, more = {}) => ({ text, json, derivative: text !== "f", ...more });

test("where not all rows have room, the largest derivatives come first, and what has no number last", () => {
  const rows = [row("f", 2), row("a", -0.5), row("b", null), row("c", [1, -3]), row("d", "Infinity"), row("e", 0)];
  const texts = (most) => rowsShown(rows, most).map((each) => each.text).join("");
  assert.equal(texts(6), "fabcde");
  assert.equal(texts(5), "fdcae");
  assert.equal(texts(2), "fd");
});

test("of several outputs the chosen one's derivatives are shown", () => {
  const rows = [row("f", 1, { derivative: false, output: 0 }), row("a", 9, { output: 0 }), row("f", 2, { derivative: false, output: 1 }), row("b", 1, { output: 1 })];
  assert.deepEqual(rowsShown(rows, 3, 1).map((each) => each.json), [1, 2, 1]);
  assert.deepEqual(rowsShown(rows, 3).map((each) => each.json), [1, 2, 9]);
  assert.deepEqual(seedOf(1, 3), [0, 1, 0]);
  assert.deepEqual([[0, 1, 0], [0, 2, 0], [1, 1, 0], null, 3].map(outputSeeded), [1, null, null, null, null]);
});

const lines = study({ groups: [{ id: "g1", parent: null, nodes: ["c2", "c3"] }] });

test("steps are told apart by the line that they belong to", () => {
  const told = (sweep, of) => lineRuns(of, of.steps.filter((step) => step.sweep === sweep)).map(({ from, count, node, isInputs }) => [from, count, node.id, isInputs]);
  assert.deepEqual(told("value", lines), [[0, 1, "c1", true], [1, 2, "c3", false]]);
  assert.deepEqual(told("reverse", lines), [[0, 5, "c3", false]]);
  const named = study({ nodes: lines.nodes.map((node) => ({ ...node, name: { c1: "x", c2: "a", c3: "f" }[node.id] })) });
  assert.deepEqual(told("reverse", named), [[0, 3, "c3", false], [3, 2, "c2", false]]); // an adjoint is passed on by the line that uses the node
});

const RUNS = [{ from: 0, count: 2 }, { from: 2, count: 5 }, { from: 7, count: 3 }];

test("line by line on and back", () => {
  const ways = [[1, 0, 1], [1, 1, 3], [1, 5, 8], [1, 8, 10], [-1, 10, 8], [-1, 8, 3], [-1, 4, 3], [-1, 3, 1], [-1, 1, 0], [-1, 0, 0]];
  for (const [way, cursor, to] of ways) assert.equal(alongLines(RUNS, way, cursor, 10), to, `${way} ${cursor}`);
});

test("a place on the bar is the cursor that stands there", () => {
  const width = 106; // ten pixels a step, and two gaps
  for (let cursor = 0; cursor <= 10; cursor += 1) {
    const { share, gaps } = placeIn(RUNS, cursor);
    assert.equal(cursorIn(RUNS, share * 100 + gaps * 3, width, 3).cursor, cursor);
  }
  assert.equal(cursorIn(RUNS, 50, width, 3).run.from, 2);
  assert.equal(cursorIn(RUNS, 500, width, 3).cursor, 10);
});

test("inputs stand by the line that reads them, those of several lines first, and what nothing reads last", () => {
  const input = (name, id) => ({ name, node: id });
  const nodes = ["x", "b", "y", "a", "u"].map((name, i) => ({ id: `c${i + 1}`, operation: "input", name })).concat([{ id: "c6", operation: "add", name: "p" }, { id: "c7", operation: "add", name: "q" }]);
  const edges = [["c2", "c7"], ["c3", "c6"], ["c4", "c6"], ["c1", "c6"], ["c1", "c7"], ["c6", "c7"]].map(([from, to], i) => ({ id: `e${i}`, from, to }));
  const inputs = nodes.slice(0, 5).map(({ id, name }) => input(name, id));
  assert.deepEqual(inputsByLine({ nodes, edges, inputs, groups: [] }), [["x"], ["y", "a"], ["b"], ["u"]]);
});
