import assert from "node:assert/strict";
import test from "node:test";
import { notesOf, readingsOf } from "../../static/js/trace/form_choice.js";

const read = (text, inputs) => ({ text, latex: text, inputs: inputs && { text: inputs, latex: inputs } });

test("a node's readings are those of the notation", () => {
  const symbolic = { value: read("c1**2", "x**2"), tangents: { x: read("2*c1", "2*x") }, adjoint: read("c3", null) };
  assert.deepEqual(Object.values(readingsOf({ symbolic, adjoint: 1 }, "x", "c")).map((each) => each.text), ["c1**2", "2*c1", "c3"]);
  const inInputs = readingsOf({ symbolic, adjoint: 1 }, "x", "inputs");
  assert.equal(inInputs.value.text, "x**2");
  assert.equal(inInputs.adjoint, "left out");
});

test("data has no derivative, and nothing was left out of it", () => {
  const { tangent, adjoint } = readingsOf({ symbolic: { value: read("2", "2"), tangents: {}, adjoint: null }, adjoint: null }, "x", "c");
  assert.deepEqual([tangent, adjoint], [null, null]);
});

test("what is left out is told", () => {
  assert.deepEqual(notesOf({ symbolic_notes: ["4 formulas are left out"] }), ["4 formulas are left out."]);
});
