/** Rates along directions: the product with the gradient in numbers, rows of the steepest, the statement's symbols. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { alongRow, steepestRows } from "../../static/js/study/direction_rows.js";
import { study } from "./study.js";

const CHECKS = { tangent_gradient: { residual: 0, ok: true } };
const two = (changes) => study({
  inputs: [{ name: "x", node: "c1", shape: [], value: 3, latex: "x" }, { name: "y", node: "c2", shape: [2], value: [1, 2], latex: "y" }],
  gradient: { x: 7, y: [-2, 1e-7] }, directional: 14, checks: CHECKS, ...changes,
});
const latexOf = (row) => row.words.find((part) => part.latex?.includes("nabla")).latex;

test("without a direction there is no row", () => {
  assert.equal(alongRow(study({ directional: null }), null), null);
  assert.equal(alongRow(study(), null), null);
});

test("the product is written out while it is short, and an entry that does not move is left out", () => {
  assert.equal(latexOf(alongRow(two(), { x: 2 })), "\\nabla f \\cdot v = 7 \\cdot 2 = 14");
  assert.equal(latexOf(alongRow(two(), { x: 2, y: [-3, 0] })), "\\nabla f \\cdot v = 7 \\cdot 2 + (-2) \\cdot (-3) = 20");
  assert.equal(latexOf(alongRow(two(), { y: [0, 1] })), "\\nabla f \\cdot v = 1 \\cdot 10^{-7} \\cdot 1 = 1 \\cdot 10^{-7}");
  assert.equal(latexOf(alongRow(two(), {})), "\\nabla f \\cdot v = 0");
});

test("a check that failed is told with both numbers", () => {
  const failed = alongRow(two({ directional: 13, checks: { tangent_gradient: { residual: 1, ok: false } } }), { x: 2 });
  assert.deepEqual(failed.words.slice(-2), [{ latex: "13", text: "13" }, "."]);
});

test("what is undefined, several outputs, and names in another spelling", () => {
  assert.match(alongRow(two({ gradient: { x: null, y: [1, 1] } }), { x: 1 }).words.at(-1), /undefined/);
  assert.deepEqual(alongRow(two({ gradient: null, directional: [1, 2] }), { x: 1 }), { latex: "D f \\cdot v", text: "D f·v", json: [1, 2], words: null });
  assert.equal(alongRow(two(), { θ: 1 }).words, null);
});

test("steepest directions are listed by entry, and not all of a large one", () => {
  const { rows, more } = steepestRows(two(), { ascent: { x: 0.6, y: [0.8, 0] }, descent: { x: -0.6, y: [-0.8, 0] } });
  assert.deepEqual(rows.map(({ text, ascent, descent }) => [text, ascent, descent]), [["x", 0.6, -0.6], ["y[0]", 0.8, -0.8], ["y[1]", 0, 0]]);
  assert.equal(more, 0);
  const many = Array(20).fill(0.1);
  const large = two({ inputs: [{ name: "z", node: "c1", shape: [20], value: many, latex: "z" }] });
  assert.equal(steepestRows(large, { ascent: { z: many }, descent: { z: many } }).more, 4);
});
