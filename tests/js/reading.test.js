/** How a text was read, on the page: what stands beside its lines, whose values are the text's own, what is guessed of it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { broken, indented } from "../../static/js/editor/indentation.js";
import { questionOf, questionOfPart } from "../../static/js/state/request_body.js";
import { lineList, linesMarked } from "../../static/js/study/line_marks.js";
import { fieldsOf, pointFor, pointGiven, pointShown } from "../../static/js/study/point.js";
import { isCode, isWide, namesIn } from "../../static/js/text/names.js";
import { isRelated } from "../../static/js/text/text_place.js";
import { study } from "./study.js";

const CODE = "import torch\nx = torch.tensor(2.0)\nw = torch.tensor(0.5, requires_grad=True)\n(w*x)**2";
const note = (line, column, length, kind) => ({ line, column, length, kind, message: "", fix: null });
const literal = (name, line, value, role) => ({ name, line, column: 1, length: 1, value, role });
const coded = (changes = {}) => study({
  program: CODE, read_as: "python",
  inputs: [{ name: "w", node: "c1", shape: [], value: 0.5, latex: "w" }],
  notes: [note(1, 1, 12, "left out"), note(2, 1, 1, "data"), note(3, 1, 1, "input")],
  literals: [literal("x", 2, 2, "data"), literal("w", 3, 0.5, "input")],
  ...changes,
});

test("a word stands beside each line that a note is about", () => {
  const lines = linesMarked(CODE, coded());
  assert.deepEqual(lines.map(({ word }) => word), ["left out", "data", "input", ""]);
  assert.deepEqual(lines[0].pieces, [{ text: "import torch", mark: "out" }]);
  assert.deepEqual(lines[1].pieces, [{ text: "x = torch.tensor(2.0)", mark: null }]);
});

test("a line that is typed in bears no mark, and those below keep theirs", () => {
  const lines = linesMarked(CODE.replace("x =", "v = 3\nxx ="), coded());
  assert.deepEqual(lines.map(({ word }) => word), ["left out", "", "", "input", ""]);
  assert.deepEqual(linesMarked("a\nb", null).map(({ word, pieces }) => [word, pieces.length]), [["", 1], ["", 1]]);
});

test("prose is struck beside a formula, and a text of several lines in each of them", () => {
  const text = "Let 𝑥 be $x^2$.\n'''a\nbc'''\n";
  const read = { program: text, notes: [note(1, 1, 8, "left out"), note(1, 10, 5, "read as"), note(2, 1, 10, "left out")] };
  const [first, second, third, last] = linesMarked(text, read);
  assert.deepEqual(first.pieces, [{ text: "Let 𝑥 be", mark: "out" }, { text: " ", mark: null }, { text: "$x^2$", mark: "noted" }, { text: ".", mark: null }]);
  assert.deepEqual([first.word, second.word, third.word, last.word], ["read as", "left out", "left out", ""]);
});

test("a comment behind a line that is left out changes nothing", () => {
  const read = { program: "print(g) # prints 24", notes: [note(1, 1, 8, "left out")] };
  assert.deepEqual(linesMarked(read.program, read)[0], { pieces: [{ text: "print(g)", mark: "out" }, { text: " # prints 24", mark: null }], word: "left out" });
});

test("lines are listed as people list them", () => {
  assert.equal(lineList([14, 1, 2, 15, 16, 14]), "1, 2 and 14 to 16");
  assert.deepEqual([lineList([3]), lineList([1, 2]), lineList([1, 2, 3]), lineList([])], ["3", "1 and 2", "1 to 3", ""]);
});

const UNGUESSED = [CODE, "y = x if x > 0 else 0.01*x", "\\frac{1}{x}", "Let f be x*y", "def f(x): return x", "f(x, y) = x*y at (2, 1)", "$x$", "for i in range(3):\n  x", ">>> x*y", "lambda x: x", "loss.backward()"];
for (const text of UNGUESSED) test(`no name is guessed of ${JSON.stringify(text)}`, () => assert.equal(namesIn(text), null));

test("of plain mathematics names are guessed", () => {
  const read = { "if_*x + format": ["if_", "format", "x"], "lambda*x": ["lambda", "x"], "np.exp(x) + where(x > y, 1, 0)": ["x", "y"], "z = x*y\nx = 3": ["y"], "k = 2 # import\nk*a": ["a"], "importance*x": ["importance", "x"] };
  for (const [text, names] of Object.entries(read)) assert.deepEqual(namesIn(text).sort(), [...names].sort(), text);
  assert.deepEqual([isCode(CODE), isCode("x*y"), isCode("a = x\n    b")], [true, false, false]);
});

test("a value that the text gives is left to it until a person gives another", () => {
  const known = coded();
  assert.deepEqual(pointGiven({ study: known, at: {} }), {});
  assert.deepEqual(pointGiven({ study: known, at: { w: 0.7, other: 1 } }), { w: 0.7 });
  assert.deepEqual(pointShown({ study: known, at: { w: 0.7 } }), { w: 0.7 });
  assert.deepEqual(fieldsOf({ study: known, program: CODE, problem: null, at: { w: 0.7 } }), [{ name: "w", latex: "w", value: 0.7, own: 0.5 }]);
  const switched = coded({ inputs: [], literals: [literal("x", 2, 2, "data"), literal("w", 3, 0.5, "data")] });
  assert.deepEqual(pointGiven({ study: switched, at: { w: 0.7 } }), { w: 0.7 }); // it is another number, though no input
  assert.deepEqual(questionOfPart({ study: switched, at: { w: 0.7 }, share: true, inputs: [] }), { program: CODE, at: { w: 0.7 }, share: true, inputs: [] });
});

test("what a person gave holds while the text's own line is the same", () => {
  const state = { study: coded(), at: { w: 0.7, torch: 1, x: 4 } };
  assert.deepEqual(pointFor(`${CODE} + 1`, state), { w: 0.7, x: 4 });
  assert.deepEqual(pointFor(CODE.replace("0.5", "0.6"), state), { x: 4 });
  assert.deepEqual(pointFor("import math\nmath.exp(w)", state), {}); // another text
  assert.deepEqual(pointFor("w*v", { ...state, at: { w: 0.7, v: 2 } }), { w: 0.7, v: 2 });
});

test("the question says how the text is to be read", () => {
  const state = { study: coded(), program: CODE, at: {}, problem: null, share: true, inputs: ["x"], form: "python" };
  const { inputs, form, at } = questionOf(state, "program", "wide");
  assert.deepEqual([inputs, form, at], [["x"], "python", {}]);
  assert.equal("inputs" in questionOf({ ...state, inputs: null, form: null }, "program", "wide"), false);
});

test("a text that shares little with the one before is another one", () => {
  assert.ok(isRelated("x*y + 1", "x*y"));
  assert.ok(isRelated(`${CODE}\nx`, CODE));
  assert.ok(!isRelated(CODE, "x*y"));
  assert.ok(!isRelated("x*y", ""));
});

test("Tab indents at the caret or the lines of a selection, and back", () => {
  assert.deepEqual(indented("ab", 1, 1, false), { start: 1, end: 1, text: "    ", selection: [5, 5] });
  assert.deepEqual(indented("a\n\nb", 0, 4, false), { start: 0, end: 4, text: "    a\n\n    b", selection: [4, 12] });
  assert.deepEqual(indented("x\n      a", 7, 7, true), { start: 2, end: 7, text: " ", selection: [3, 3] });
  assert.deepEqual(indented("    a\n\tb", 0, 8, true), { start: 0, end: 8, text: "a\nb", selection: [0, 3] });
});

test("a new line is indented as the one before, and further after a colon", () => {
  assert.deepEqual([broken("  a = 1", 7), broken("def f(x):", 9), broken("    for i in x: # all", 20), broken("", 0)], ["\n  ", "\n    ", "\n        ", "\n"]);
});

test("a symbol is wide by what stands on its line, below it and above it", () => {
  assert.deepEqual(["loss", "yhat", "theta12", "x_1", "c⁽²⁾.1", "h[2].1"].map(isWide), Array(6).fill(false));
  assert.deepEqual(["weight", "loss_out", "sigy[2].1", "alphabet"].map(isWide), Array(4).fill(true));
});
