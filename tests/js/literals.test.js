import assert from "node:assert/strict";
import test from "node:test";
import { literalAt, literalsIn, pulled } from "../../static/js/text/number_literals.js";

test("numbers are found, not the digits of names or comments", () => {
  const texts = (program) => literalsIn(program).map(({ text }) => text);
  assert.deepEqual(texts("x1**2 + 2.5e-3*y_2 # 7"), ["2", "2.5e-3"]);
  assert.deepEqual(texts("θ2 + 3x₁ - .5"), ["3", ".5"]);
  assert.deepEqual(texts("k = -2; [1, -3.0]"), ["-2", "1", "-3.0"]);
  assert.deepEqual(texts("3.14159265358979323846"), []);
  assert.equal(literalAt("x + 25", 6).text, "25");
  assert.equal(literalAt("x + 25", 3), null);
});

const PULLS = [
  ["k = 2", 1, "3"], ["k = 2", -5, "-3"], ["k = -2", 2, "0"], ["x + 0.25", 2, "0.27"], ["x + 0.25", -40, "0.00"], ["x**2", -3, "0"],
  ["(-2)**2", -1, "-3"], ["-2**2", 3, "5"], ["x + 9.9", 1, "10.0"], ["1e-3*x", 4, "5e-3"], ["x + .5", 1, "0.6"], ["[1, -3]", -9, "-8"], ["3!", -4, "0"],
  ["0.1*x", 2, "0.3"], ["x + 1.", 1, "2"],
];

for (const [program, count, text] of PULLS) {
  test(`${program} pulled by ${count}`, () => assert.equal(pulled(literalsIn(program)[0], count), text));
}

test("a number that is pulled stays one where no sign may stand", () => {
  const { start, text } = literalsIn("x - 2")[0];
  assert.deepEqual([start, text], [4, "2"]);
});
