/** Plots: round ticks, ranges that poles do not stretch, level lines, secants that near the tangent, widths of edges. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { entryAt, movedTo } from "../../static/js/study/input_entries.js";
import { gridOf, levelLine, levelsOf } from "../../static/js/plot/contour.js";
import { curvePath, halvings, secantsOf, tangentsOf, valueAt } from "../../static/js/plot/curve.js";
import { textOf } from "../../static/js/text/parts.js";
import { gridRows, gridWords, lineRows, lineWords, noteOf, unplottable } from "../../static/js/plot/plot_words.js";
import { holds, rangesAround, zoomed } from "../../static/js/plot/ranges.js";
import { quantile, robustRange, roundUp, scaleOf, snapped, ticksOf } from "../../static/js/plot/scale.js";
import { WIDTHS, weightsOf } from "../../static/js/study/edge_widths.js";
import { study } from "./study.js";

const span = (low, high, count) => Array.from({ length: count }, (_, k) => low + ((high - low) * k) / (count - 1));

test("a scale goes there and back", () => {
  const y = scaleOf([-1, 3], [200, 0]);
  assert.deepEqual([y(-1), y(1), y(3)], [200, 100, 0]);
  assert.deepEqual([y.of(200), y.of(50), y.unit], [-1, 2, 50]);
});

for (const [range, count, expected] of [
  [[0, 10], 5, [0, 2, 4, 6, 8, 10]],
  [[-2, 2], 4, [-2, -1, 0, 1, 2]],
  [[0.1, 0.4], 3, [0.1, 0.2, 0.3, 0.4]],
  [[-0.34, 0.21], 4, [-0.2, 0, 0.2]],
  [[1e6, 3e6], 4, [1e6, 1.5e6, 2e6, 2.5e6, 3e6]],
  [[-1e-9, 1e-9], 2, [-1e-9, 0, 1e-9]],
]) {
  test(`ticks of ${range} are round`, () => assert.deepEqual(ticksOf(range, count), expected));
}

test("sizes are rounded up to 1, 2 or 5", () => {
  assert.deepEqual([1, 1.1, 2.5, 7, 0.03].map(roundUp), [1, 2, 5, 10, 0.05]);
  assert.equal(snapped(0.30000004, 0.1), 0.3);
});

test("quantiles lie between the numbers", () => assert.equal(quantile([0, 1, 2, 10], 0.5), 1.5));

test("a pole does not flatten the rest", () => {
  const [low, high] = robustRange(span(-2, 2, 200).map((x) => 1 / x));
  assert.ok(high < 10 && low > -10, `${low} … ${high}`);
});

test("a plain function is seen whole, and so is what must be", () => {
  const [low, high] = robustRange(span(-3, 3, 50).map(Math.sin));
  assert.ok(low < -0.99 && high > 0.99 && high < 1.2);
  assert.ok(robustRange(span(-1, 1, 50), [40])[1] > 40);
  assert.deepEqual(robustRange([3, 3, 3]), [1.5, 4.5]);
  assert.deepEqual(robustRange([0, NaN]), [-1, 1]);
  assert.equal(robustRange([NaN, Infinity]), null);
});

test("a level line of a circle lies on it", () => {
  const at = span(-2, 2, 41);
  const values = at.map((y) => at.map((x) => x * x + y * y));
  const line = levelLine(at, at, values, 1);
  assert.ok(line.length > 40);
  for (const [x, y, u, v] of line) for (const r of [Math.hypot(x, y), Math.hypot(u, v)]) assert.ok(Math.abs(r - 1) < 0.003);
});

test("every kind of cell: a line keeps the corners above on one side, and shares its ends with the cells beside it", () => {
  const at = span(0, 8, 9);
  const values = at.map((_, j) => at.map((_, i) => Math.sin(37 * i + 91 * j * j + i * j)));
  const ends = new Map();
  for (const [x, y, u, v] of levelLine(at, at, values, 0.1)) for (const end of [`${x} ${y}`, `${u} ${v}`]) ends.set(end, (ends.get(end) ?? 0) + 1);
  for (const [end, count] of ends) {
    const isAtEdge = end.split(" ").some((z) => z === "0" || z === "8");
    assert.equal(count, isAtEdge ? 1 : 2, end);
  }
});

test("a saddle connects the side that its middle lies on", () => {
  const cell = (ll, lr, ur, ul) => levelLine([0, 1], [0, 1], [[ll, lr], [ul, ur]], 0);
  const around = (line, x, y) => line.some(([a, b, c, d]) => Math.hypot(a - x, b - y) < 0.9 && Math.hypot(c - x, d - y) < 0.9);
  assert.ok(around(cell(3, -1, 3, -1), 1, 0) && around(cell(3, -1, 3, -1), 0, 1)); // the middle is above: the low corners are cut off
  assert.ok(around(cell(1, -3, 1, -3), 0, 0) && around(cell(1, -3, 1, -3), 1, 1));
  assert.equal(cell(1, -1, 1, -1).length, 2);
});

test("a cell with an undefined corner has no line", () => {
  assert.deepEqual(levelLine([0, 1, 2], [0, 1], gridOf([[0, 2, null], [0, 2, 0]]), 1), [[0.5, 1, 0.5, 0]].map(([x, y, u, v]) => [x, y - 1, u, v + 1]));
});

test("levels are round where values spread evenly, and share the plot where they crowd", () => {
  const at = span(-5, 5, 48);
  const plane = levelsOf(at.map((y) => at.map((x) => x + y)));
  assert.deepEqual(plane, [-8, -6, -4, -2, 0, 2, 4, 6, 8]);
  const steep = levelsOf(at.map((y) => at.map((x) => Math.exp(3 * x + y))));
  assert.ok(steep.length > 7 && steep[0] < 1e-4 && steep.at(-1) > 1e4);
  assert.deepEqual(levelsOf([[2, 2], [2, NaN]]), []);
});

const CURVE = {
  along: "x", at: 1, value: 1, slope: 3, sides: null, note: "", points: [0, 1, 2, 2, 2, 3], values: [0, 1, 8, null, "Infinity", 27],
  secants: [{ h: 1, value: 8, slope: 7 }, { h: 0.5, value: 3.375, slope: 4.75 }, { h: 0.25, value: 1.953125, slope: 3.8125 }],
};

test("a curve breaks where nothing is defined, and what is infinite leaves the plot", () => {
  const path = curvePath(CURVE, scaleOf([0, 3], [0, 30]), scaleOf([0, 10], [100, 0]), 100);
  assert.equal(path, "M0 100L10 90L20 20M20 -2000L30 -170");
});

test("a value between samples is the line's, and none in a gap", () => {
  assert.deepEqual([0, 0.5, 1, 1.5].map((x) => valueAt(CURVE, x)), [0, 0.5, 1, 4.5]);
  assert.ok(Number.isNaN(valueAt(CURVE, -1)) && Number.isNaN(valueAt({ points: [0, 1], values: [0, null] }, 0.5)));
});

test("the tangent goes through the point with the slope", () => {
  assert.deepEqual(tangentsOf(CURVE, [0, 3]), [{ kind: "tangent", from: [0, -2], to: [3, 7] }]);
  const kink = tangentsOf({ ...CURVE, slope: 0, sides: [-1, "Infinity"] }, [0, 3]);
  assert.deepEqual(kink.map(({ kind }) => kind), ["convention", "tangent", "tangent"]);
  assert.deepEqual(kink[1], { kind: "tangent", from: [0, 2], to: [1, 1] });
  assert.deepEqual(kink[2], { kind: "tangent", upright: 1, side: 1 });
  assert.deepEqual(tangentsOf({ ...CURVE, slope: null }, [0, 3]), []);
  assert.deepEqual(tangentsOf({ ...CURVE, slope: "-Infinity" }, [0, 3]), [{ kind: "tangent", upright: 1, side: 0 }]);
});

test("secants go through both points, and the older ones fade", () => {
  const secants = secantsOf(CURVE, 2, [0, 3]);
  assert.deepEqual(secants.map(({ h, age }) => [h, age]), [[1, 2], [0.5, 1], [0.25, 0]]);
  for (const { slope, from, to, end } of secants) {
    assert.equal((to[1] - from[1]) / 3, slope);
    assert.equal(1 + slope * (end[0] - 1), end[1]);
  }
  assert.equal(secantsOf(CURVE, 0, [0, 3]).length, 1);
});

test("h is a fraction, as it is said", () => assert.deepEqual([4, 1, 0.125, 2 ** -13].map(halvings), [null, null, "1/8", null]));

test("the words of a line name the point, the slopes and the gaps", () => {
  const words = lineWords(CURVE, 1, [0, 3], "f");
  assert.match(words, /^f along x from 0 to 3\. The line has gaps, or breaks\. At x = 1 f is 1 and its tangent has the slope 3; the secant of h = 1\/2 has the slope 4\.75\.$/);
  assert.match(lineWords({ ...CURVE, sides: [-1, 2], note: "it bends" }, 0, [0, 3], "f"), /slope is −1 from the left and 2 from the right.*slope 7\. it bends\.$/);
  assert.match(lineWords({ ...CURVE, value: null }, 0, [0, 3], "loss"), /At x = 1 loss is undefined\.$/);
  assert.deepEqual(lineRows(CURVE, 2, "f").map(({ parts }) => textOf(parts)), ["1", "3", "3.8125"]);
  assert.deepEqual(lineRows({ ...CURVE, sides: [0, 1] }, 0, "f").map(({ parts }) => textOf(parts)), ["1", "0", "1", "3", "7"]);
});

test("the words of a contour name the gradient and where the paths end", () => {
  const grid = { axes: ["x", "y"], at: [2, -1], value: 7, gradient: [4, -6], note: "" };
  const paths = { gradient: { points: [{ value: 7 }, { value: 3 }, { value: 1 }] }, newton: { points: [{ value: 7 }] } };
  const words = gridWords(grid, paths, 9, "f");
  assert.match(words, /^9 level lines of f over x and y\. At x = 2, y = −1 f is 7\. The gradient, .* is 4 along x and −6 along y\. Gradient descent: f is 1 after 2 steps\.$/);
  assert.deepEqual(gridRows(grid, paths, "out").map(({ name, parts }) => [name, textOf(parts)]), [["out", "7"], ["∇out", "(4, -6)"], ["descent, 2 steps", "1"]]);
  assert.deepEqual(gridRows({ ...grid, gradient: [null, 1] }, null, "f")[1].parts, ["undefined"]);
});

test("below stands what is wrong at the point, or how the way downhill ended", () => {
  const paths = { gradient: { note: "Stopped after 1 step: |∇f| is 1e-3." } };
  const [f, c1] = [["f", "name", null, "f"], ["c1", "value", "c1", "c_1"]];
  assert.deepEqual(noteOf({ note_parts: [f, " is undefined at ", c1, " = ", ["-1", "number", null]] }, paths), [
    { latex: "f", text: "f" }, " is undefined at ", { latex: "c_1", text: "c1", node: "c1" }, " = ", "−1", ".",
  ]);
  assert.deepEqual(noteOf({ note_parts: [] }, paths), ["Descent: Stopped after 1 step: |∇f| is 1e−3."]);
  assert.deepEqual(noteOf({ note_parts: [] }), []);
});

test("what cannot be plotted is told", () => {
  assert.equal(unplottable(study({ gradient: { x: 1 } })), null);
  assert.match(unplottable(study({ gradient: null })), /one number/);
  assert.match(unplottable(study({ inputs: [] })), /no inputs/);
});

test("a view holds the point and 0, two axes at one scale", () => {
  assert.deepEqual(rangesAround([0]), [[-2, 2]]);
  assert.deepEqual(rangesAround([0, 4]), [[-5, 5], [-1, 9]]);
  assert.deepEqual(zoomed([[-2, 2]], [1], 0.5), [[0, 2]]);
  assert.deepEqual(zoomed([[1, 1 + 1e-11]], [1], 0.01), [[1, 1 + 1e-11]]); // no number between
  assert.ok(holds([[0, 2]], [2]) && !holds([[0, 2], [0, 1]], [1, 1.5]));
});

test("an entry of an array is moved, and two of one array together", () => {
  const point = { x: 1, A: [[1, 2], [3, 4]] };
  assert.equal(entryAt(point, "A[1,0]"), 3);
  assert.equal(entryAt(point, "x"), 1);
  assert.deepEqual(movedTo(point, { "A[1,0]": 9, "A[0,1]": 8, x: 7 }), { A: [[1, 8], [9, 4]], x: 7 });
  assert.deepEqual(point.A, [[1, 2], [3, 4]]);
});

const passes = (...terms) => ({ sweep: "reverse", cursor: terms.length + 1, steps: [{ edge: null, term: 1 }, ...terms.map((term, k) => ({ edge: `e${k}`, term }))] });

test("widths are logarithmic from the least to the largest", () => {
  const { edges, least, largest } = weightsOf(passes(1, 1e-11, -1e-4, [3e-8, 4e-8]));
  assert.deepEqual([...edges.values()].map(({ width }) => width), [WIDTHS - 1, 0, 7, 4]);
  assert.deepEqual([least, largest], [1e-11, 1]);
});

test("numbers that differ little look alike, and one alone stands in the middle", () => {
  const widths = (...terms) => [...weightsOf(passes(...terms)).edges.values()].map(({ width }) => width);
  const [low, high] = widths(48, 64);
  assert.ok(high - low <= 1);
  assert.deepEqual(widths(5), [6]);
});

test("what vanishes and what explodes has an end of its own", () => {
  const { edges, least } = weightsOf(passes(0, "Infinity", null, 2));
  assert.deepEqual(edges.get("e0"), { width: 0, end: "vanished" });
  assert.deepEqual(edges.get("e1"), { width: WIDTHS - 1, end: "exploded" });
  assert.equal(edges.has("e2"), false);
  assert.equal(least, 2);
});

test("only what is done in the reverse sweep weighs", () => {
  const frame = passes(1, 2);
  assert.deepEqual([...weightsOf({ ...frame, cursor: 2 }).edges.keys()], ["e0"]);
  assert.equal(weightsOf({ ...frame, sweep: "forward" }).edges.size, 0);
  assert.equal(weightsOf({ ...frame, cursor: 0 }).largest, null);
});
