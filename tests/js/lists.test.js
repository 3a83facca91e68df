/** Vectors and matrices on the page: typed, shown, laid out, and the names that programs read. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { allEntries, chosenEntry, countOf, entryLatex, firstEntry } from "../../static/js/study/input_entries.js";
import { laidOut } from "../../static/js/study/layouts.js";
import { entriesIn, entryNames, filled, isWhole, listText, listTyped, matrixLatex, shapeOf, shapeWords } from "../../static/js/text/nested_lists.js";
import { namesIn } from "../../static/js/text/names.js";
import { asksForValues, fieldsOf } from "../../static/js/study/point.js";
import { questionOf } from "../../static/js/state/request_body.js";
import { valueTyped } from "../../static/js/text/parse_value.js";
import { squares } from "./arrays.js";
import { study } from "./study.js";

const READ = [
  ["2", 2], ["-.5", -0.5], ["1e-3", 0.001], ["\u22122", -2], ["[1]", [1]], ["[0.1, -0.2]", [0.1, -0.2]], [" [ 1 ,2 ] ", [1, 2]],
  ["[[1, 2],\n [3, 4]]", [[1, 2], [3, 4]]], ["[[1], [2]]", [[1], [2]]],
];
for (const [text, value] of READ) test(`${text} is read`, () => assert.deepEqual(valueTyped(text), { value }));

const REFUSED = [
  ["[1, 2", /] is missing/], ["[1 2]", /comma is missing before “2”/], ["[1,, 2]", /number is missing before “,”/], ["[1, 2,]", /number is missing before “]”/],
  ["[]", /at least one/], ["[1, x]", /“x” is not a number/], ["[[1, 2], [3]]", /one length; here are 2 and 1/], ["[1, [2]]", /not both/],
  ["[[[1]]]", /no list in a row/], ["[1] 2", /ends before “2”/], ["1, 2", /square brackets/], ["1e999", /larger/], ["two", /not a number/],
];
for (const [text, problem] of REFUSED) test(`${text} is refused`, () => assert.match(valueTyped(text).problem, problem));

test("a number that is not finished asks nothing", () => {
  for (const text of ["", "-", ".", "1e", "1e-"]) assert.deepEqual(valueTyped(text), {});
});

test("values have a shape, entries and a text", () => {
  assert.deepEqual([shapeOf(1), shapeOf([1, 2]), shapeOf([[1, 2, 3], [4, 5, 6]])], [[], [2], [2, 3]]);
  assert.deepEqual([[], [1], [3], [3, 2]].map(shapeWords), ["a number", "1 entry", "3 entries", "3×2"]);
  assert.deepEqual(entriesIn([[1, 2], [3, 4]])[2], [[1, 0], 3]);
  assert.deepEqual(entryNames("A", [2, 2]), ["A[0,0]", "A[0,1]", "A[1,0]", "A[1,1]"]);
  assert.deepEqual([entryNames("x", []), entryNames("x", [9], 2)], [["x"], ["x[0]", "x[1]"]]);
  assert.deepEqual(filled([2, 1], 1), [[1], [1]]);
  assert.equal(listText([[1, -2.5], [null, "Infinity"]]), "[[1, −2.5], [undefined, ∞]]");
  assert.equal(listTyped([[1, 2], [3, 4]]), "[[1, 2],\n [3, 4]]");
});

test("a large matrix is written by its corners", () => {
  assert.equal(matrixLatex([[1, 1e-7]]), "\\begin{bmatrix}1 & 1 \\cdot 10^{-7}\\end{bmatrix}");
  const rows = Array.from({ length: 5 }, (_, i) => Array.from({ length: 6 }, (_, j) => 6 * i + j));
  assert.equal(
    matrixLatex(rows),
    "\\begin{bmatrix}0 & 1 & \\cdots & 5 \\\\ 6 & 7 & \\cdots & 11 \\\\ \\vdots & \\vdots & \\ddots & \\vdots \\\\ 24 & 25 & \\cdots & 29\\end{bmatrix}",
  );
  assert.deepEqual([isWhole([4, 4]), isWhole([5]), isWhole([2, 2, 2])], [true, false, false]);
});

test("derivatives are laid out by the book", () => {
  const shape = (json, output, input, layout) => laidOut(json, output, input, layout).shape;
  const both = (json, output, input) => ["numerator", "denominator"].map((layout) => shape(json, output, input, layout));
  assert.deepEqual(both([1, 2, 3], [], [3]), [[1, 3], [3, 1]]);
  assert.deepEqual(both([1, 2, 3], [3], []), [[3, 1], [1, 3]]);
  assert.deepEqual(both([[1, 2], [3, 4], [5, 6]], [3], [2]), [[3, 2], [2, 3]]);
  assert.deepEqual(both([[1, 2], [3, 4], [5, 6]], [], [3, 2]), [[2, 3], [3, 2]]);
  assert.deepEqual(both([[1, 2], [3, 4], [5, 6]], [3, 2], []), [[3, 2], [2, 3]]);
  const cube = filled([2, 3, 2], 0);
  assert.deepEqual(laidOut(cube, [2], [3, 2], "denominator"), { rows: null, shape: [2, 3, 2], words: "2×3×2, its entries in the order of output, then input" });
  assert.deepEqual(laidOut(7, [], [], "numerator").rows, null);
});

const NAMES = [
  ["A @ x", ["A", "x"]], ["θ·x₁ + σ(Φ)", ["theta", "x1", "Phi"]], ["np.exp(x) + torch.sum(y, axis=1)", ["x", "y"]], ["x.T @ A.sum(dim=0)", ["x", "A"]],
  ["y = A[0, 1:]\ny.reshape(n)", ["A", "n"]], ["r = A @ x \\\n- y".replace("\\\n", ""), ["A", "x", "y"]], ["W = [[a, 2],\n [3, b]]\nW @ v", ["a", "b", "v"]],
  ["sin^2(x) + 2e + 1e5", ["x", "e"]], ["a = a + x # y", ["a", "x"]], ["where(x == 1, a, b)", ["x", "a", "b"]], ["Y=X@w; Y - t", ["X", "w", "t"]],
];
NAMES.push(["xᵢ + Δt·np.linalg.norm(v, keepdims=True)", ["x_i", "Deltat", "v"]]);
for (const { program, at } of JSON.parse(readFileSync(new URL("../../graphs/gallery.json", import.meta.url))).entries) {
  const read = (namesIn(program) ?? []).filter((name) => name !== "pi"); // of whole texts nothing is guessed
  test(`${program} reads its point`, () => assert.deepEqual(read.sort(), Object.keys(at).sort()));
}
for (const [program, names] of NAMES) test(`${program} reads ${names}`, () => assert.deepEqual(namesIn(program), names));

test("a program that asks for values has a field for every name that it reads", () => {
  const problem = { type: "/problems/binding", status: 422, line: 1 };
  const state = { study: study(), program: "A @ x + pi", problem, at: { x: 5, other: 1 } };
  assert.deepEqual(fieldsOf(state), [{ name: "A", latex: null, value: undefined }, { name: "x", latex: "x", value: 5 }]);
  assert.deepEqual(fieldsOf({ ...state, study: null }).map((field) => field.name), ["A", "x"]);
  assert.deepEqual(fieldsOf({ ...state, problem: null }), [{ name: "x", latex: "x", value: 5, own: undefined }]);
  assert.equal(asksForValues({ type: "/problems/syntax" }), false);
  const asked = questionOf({ ...state, at: { x: 5, A: [[1]] }, share: true }, "point", "wide");
  assert.deepEqual([asked.program, asked.at], ["A @ x + pi", { x: 5, A: [[1]] }]);
});

test("forward mode goes along one entry", () => {
  const known = squares();
  assert.equal(countOf(known), 8);
  assert.deepEqual(allEntries(known, 5), ["A[0,0]", "A[0,1]", "A[1,0]", "A[1,1]", "x[0]"]);
  assert.deepEqual([firstEntry(known, "x"), firstEntry(known, "A[1,0]"), firstEntry(known, "z"), firstEntry(known, null)], ["x[0]", "A[1,0]", null, null]);
  assert.deepEqual([chosenEntry(["A[0,0]", "x[0]"], "x"), chosenEntry(["A[0,0]", "x[0]"], null), chosenEntry([], "x")], ["x[0]", "A[0,0]", undefined]);
  assert.equal(entryLatex(known, "A[1,0]"), "{A}_{[1,0]}");
  assert.equal(entryLatex(known, "direction"), null);
});
