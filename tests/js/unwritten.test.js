import assert from "node:assert/strict";
import test from "node:test";
import { headingOf } from "../../static/js/study/words.js";
import { frameOf, instead } from "../../static/js/study/frame.js";
import { ruleOf } from "../../static/js/study/passes.js";
import { textOf } from "../../static/js/text/parts.js";
import { unwrittenStep } from "../../static/js/explanation/unwritten.js";

/** A study of nodes [operation, operands, text, value, adjoint, steps that write it], its edges' partials by id. */
function studyOf(rows, partials = {}) {
  const nodes = rows.map(([operation, operands, text, value, adjoint], i) => ({
    id: `c${i + 1}`, name: null, label: null, display_name: `c${i + 1}`, symbol: `c_${i + 1}`, symbols: { adjoint: `\\bar{c}_${i + 1}` }, operation, operands, text, latex: text, shape: Array.isArray(value) ? [value.length] : [], value, tangents: {}, adjoint,
  }));
  const edges = nodes.flatMap(({ id, operands }) => operands.map((from, slot) => ({ id: `${id}-${slot}`, from, to: id, slot, partial: partials[`${id}-${slot}`] ?? 0, latex: "p", parts: [[`\\bar{c}_${id.slice(1)}`, "adjoint", id], " \\cdot p"] })));
  const steps = rows.flatMap(([, , , , , edge], i) => (edge ? [{ index: i, sweep: "reverse", node: `c${i + 1}`, edge: edge === "seed" ? null : edge, after: 1 }] : []));
  return { nodes, edges, steps, outputs: [nodes.at(-1).id], issues: [] };
}

const sum = (of, value = 0) => ["add", [of, "c2"], `${of} + c2`, value, 1, "seed"];
const y = ["input", [], "y", 1, 1, "c4-1"];

// what is applied to c1, of which value, its own value, and what is said of the adjoint of c1
const STOPPED = [
  ["relu", "relu(c1)", -1.2, 0, /^c1 is used only in c3 = relu\(c1\)\. c1 = -1\.2 < 0: slope 0, nothing passes\.$/],
  ["relu", "relu(c1)", 0, 0, /c1 = 0 is a kink: slope 0 by convention, nothing passes\.$/],
  ["relu", "relu(c1)", [-1, -2], [0, 0], /No entry of c1 is above 0: slope 0, nothing passes\.$/],
  ["max", "max(c1, 3)", 1, 3, /c1 = 1 < 3 = max\(c1, 3\): slope 0, nothing passes\.$/],
  ["max", "max(c1, c5)", 1, [3, 4], /No entry of c1 is the largest: slope 0, nothing passes\.$/],
  ["min", "min(c1, -2)", 1e-7, -2, /c1 = 1·10\^-7 > -2 = min\(c1, -2\): slope 0, nothing passes\.$/],
  ["floor", "floor(c1)", 1.5, 1, /floor\(c1\) is flat between its jumps: slope 0, nothing passes\.$/],
  ["greater", "c1 > 0", 1, 1, /c1 > 0 is a condition: no derivative passes through one\.$/],
  ["where", "where(1, 2, c1)", 1, 2, /where\(1, 2, c1\) does not take c1 here: slope 0, nothing passes\.$/],
  ["cumsum", "cumsum(c1)", [1], [1], /Nothing passes back to c1 here\.$/],
];

for (const [operation, text, value, own, told] of STOPPED) {
  test(`an adjoint of 0 says why: ${text} at ${value}`, () => {
    const study = studyOf([["input", [], "x", value, 0], y, [operation, ["c1"], text, own, 1, "c4-0"], sum("c3")]);
    assert.match(unwrittenStep(study, { sweep: "reverse", steps: study.steps }, "c1").text, told);
  });
}

test("the reason is found however far up it lies, on every way", () => {
  const study = studyOf(
    [["input", [], "x", -1, 0], y, ["relu", ["c1"], "relu(c1)", 0, 1, "c6-0"], ["multiply", ["c1"], "3*c1", -3, 0], ["relu", ["c4"], "relu(c4)", 0, 1, "c6-1"], ["add", ["c3", "c5"], "c3 + c5", 0, 1, "seed"]],
    { "c4-0": 3 },
  );
  const step = unwrittenStep(study, { sweep: "reverse", steps: study.steps }, "c1");
  assert.equal(step.text, "c1 reaches the output only through c3 = relu(c1) and c5 = relu(c4). c1 = -1 < 0: slope 0, nothing passes. c4 = -3 < 0: slope 0, nothing passes.");
  assert.equal(textOf(step.parts.rule), "\\bar{c}_1 = \\bar{c}_3 \\cdot p + \\bar{c}_4 \\cdot p");
  assert.equal(textOf(step.parts.numbers), "\\bar{c}_1 = 1 \\cdot 0 + 0 \\cdot 3 = 0");
  assert.deepEqual(step.parts.words.filter((part) => part[1] === "operation").map(([text]) => text), ["relu(c1)", "relu(c4)"]);
});

test("what the output does not use, data, and what a step wrote are told apart", () => {
  const study = studyOf([["input", [], "x", 1, 0], ["input", [], "y", 1, 1, "c4-0"], ["data", [], "[1]", [1], null], ["sin", ["c2"], "sin(c2)", 1, 1, "seed"]]);
  const told = (id, sweep = "reverse") => unwrittenStep(study, { sweep, steps: study.steps }, id);
  assert.equal(told("c1").text, "The output does not depend on c1: nothing passes back to it.");
  assert.match(told("c3").text, /^c3 is data/);
  assert.equal(told("c2"), null);
  assert.equal(unwrittenStep(study, { sweep: "reverse", steps: [] }, "c1"), null);
});

test("at the end of the sweep it stands in place of the last step", () => {
  const study = studyOf([["input", [], "x", -1.2, 0], y, ["relu", ["c1"], "relu(c1)", 0, 1, "c4-0"], sum("c3")]);
  const end = frameOf(study, "reverse", null, "end");
  const frame = instead(end, unwrittenStep(study, end, "c1"));
  assert.deepEqual([...frame.nodes].filter(([, node]) => node.current).map(([id]) => id), ["c1"]);
  assert.ok([...frame.edges.values()].every((edge) => !edge.current));
  assert.deepEqual(headingOf(study, frame).map((part) => part.text ?? part), ["Nothing passes back to ", "c1"]);
  assert.equal(ruleOf(study, frame), null);
  assert.equal(end.nodes.get("c1").current, false);
});
