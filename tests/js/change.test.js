import assert from "node:assert/strict";
import test from "node:test";
import { changeOf } from "../../static/js/text/change.js";

const changed = (text, fix) => {
  const { start, end, text: piece } = changeOf(text, fix);
  return text.slice(0, start) + piece + text.slice(end);
};

test("a fix changes its own stretch, counted in code points", () => {
  const program = "# \u{1d465}\na = 1\nlog(1 + exp(x))*2 # log";
  assert.equal(changed(program, { line: 3, column: 1, length: 15, text: "softplus(x)", label: "" }), "# \u{1d465}\na = 1\nsoftplus(x)*2 # log");
  assert.equal(changed("\u{1d465} + log(x)", { line: 1, column: 5, length: 6, text: "y", label: "" }), "\u{1d465} + y");
});

test("a fix of no length puts its text in between", () => {
  assert.equal(changed("2 x", { line: 1, column: 3, length: 0, text: "*", label: "" }), "2 *x");
});
