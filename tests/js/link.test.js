/** State ↔ address on the page (static/js/state/link.js), the mirror of graphs/contract/state.py. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { addressOf, entryFor, parameterOf, stateOf } from "../../static/js/state/link.js";

const STATES = [
  { program: "exp(x1)*(x1**2 + x2**2)**3", at: { x1: 0, x2: 2 }, sweep: "reverse", wrt: null, step: 4, share: true },
  { program: "a = x\na*e", at: { e: 2, x: -0.001 }, sweep: "forward", wrt: "x", step: "end", share: false },
  { program: "x & y = 'é' + 100%", at: {}, sweep: null, wrt: null, step: "end", share: true },
  { program: "constructor*valueOf", at: { constructor: 3, valueOf: 1e-7 }, sweep: "value", wrt: null, step: 0, share: true },
  { program: "A @ x", at: { A: [[1, 2], [3, 4.5]], x: [-1, 1e-7] }, sweep: "reverse", wrt: "A[0,1]", step: 2, share: true, jacobians: "denominator", cotangent: [1, 1] },
];

for (const state of STATES) {
  test(`${state.program} survives its address`, () => {
    const read = stateOf(new URL(addressOf(state), "http://localhost").search);
    for (const key of ["program", "sweep", "wrt", "step", "share"]) assert.deepEqual(read[key], state[key]);
    assert.deepEqual([read.jacobians, read.cotangent], [state.jacobians ?? "numerator", state.cotangent ?? null]);
    assert.deepEqual({ ...read.at }, state.at);
  });
}

test("names that mean something else are written at.NAME", () => {
  assert.equal(parameterOf("e"), "at.e");
  assert.equal(parameterOf("x1"), "x1");
  assert.equal(parameterOf("constructor"), "constructor");
});

test("what is no state of this page has its start value", () => {
  const read = stateOf("?e=x&sweep=sideways&step=-3&x=nan&y=&direction=1%2B");
  assert.deepEqual([read.sweep, read.step, { ...read.at }, read.direction], [null, "end", {}, null]);
});

test("Back leads to what was there before an edit began", () => {
  assert.equal(entryFor("program", null), "push");
  assert.equal(entryFor("program", "program"), "replace");
  assert.equal(entryFor("step", "program"), "replace");
  assert.equal(entryFor("input:x", "input:y"), "push");
});
