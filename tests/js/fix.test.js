import assert from "node:assert/strict";
import test from "node:test";
import { fixed, stretchOf } from "../../static/js/editor/quick_fix.js";

// tests/language/test_fixes.py applies the fixes of the whole table; here is what differs in this language: UTF-16.
const ROWS = [
  ["x y", { line: 1, column: 1, length: 3, text: "x*y" }, "x*y"],
  ["# x y\na = 2*t # x y\nx y # x y", { line: 3, column: 1, length: 3, text: "x*y" }, "# x y\na = 2*t # x y\nx*y # x y"],
  ["# 𝑥𝑦\n# 𝑥 𝑦\nx y", { line: 3, column: 2, length: 1, text: "*" }, "# 𝑥𝑦\n# 𝑥 𝑦\nx*y"],
  ["𝑥 + y z", { line: 1, column: 5, length: 3, text: "y*z" }, "𝑥 + y*z"],
  ["a = (x # 𝑥\nb", { line: 1, column: 7, length: 0, text: ")" }, "a = (x) # 𝑥\nb"],
  ["import math\nx", { line: 1, column: 1, length: 11, text: "" }, "\nx"],
];

for (const [text, fix, wanted] of ROWS) {
  test(`a fix of ${JSON.stringify(text)} is applied at its code points`, () => assert.equal(fixed(text, fix), wanted));
}

test("a fix that only adds replaces nothing", () => {
  assert.deepEqual(stretchOf({ line: 1, column: 3, length: 0, text: ")" }, "(x + 1"), { start: 2, end: 2, text: ")" });
});
