import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { fixLabel, fixOf, fixed } from "../../static/js/fix.js";

const ROWS = JSON.parse(readFileSync(new URL("./fixes.json", import.meta.url))); // tests/test_fixes.py holds its problems

for (const { program, problem, fixed: meant } of ROWS) {
  test(`the hint for ${program} is ${meant === null ? "only told" : "applied"}`, () => {
    const fix = fixOf(problem, program);
    assert.equal(fix && fixed(program, fix), meant);
  });
}

test("a fix changes its own line and leaves the others alone", () => {
  const program = "# x y\na = 2*t # x y\nx y # x y";
  const fix = fixOf({ line: 3, column: 3, length: 1, detail: "two names side by side", hint: "x*y" }, program);
  assert.equal(fixed(program, fix), "# x y\na = 2*t # x y\nx*y # x y");
});

test("a problem without a place or a hint has no fix", () => {
  assert.equal(fixOf({ line: null, hint: "x*y" }, "x y"), null);
  assert.equal(fixOf({ line: 1, column: 1, length: 1, hint: null }, "x y"), null);
});

test("a fix says what it puts there", () => {
  assert.equal(fixLabel("x2(x1+1)", { start: 0, end: 8, text: "x2*(x1+1)" }), "x2*(x1+1)");
  assert.equal(fixLabel("a + x[0] y + 1", { start: 9, end: 9, text: "*" }), "x[0] *y");
});
