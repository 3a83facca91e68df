/** Numbers read the same on the page as from the server (graphs/notation/numbers.py has the same table). */

import assert from "node:assert/strict";
import { test } from "node:test";

import { literal, numberOf, numberText, raised, typographic } from "../../static/js/text/number.js";

const NUMBERS = [
  [0, "0"], [-0, "0"], [64, "64"], [1 / 3, "0.33333"], [-1.23456, "-1.2346"], [2.5839, "2.5839"], [123456, "123456"],
  [123456.7, "123457"], [1e6, "1·10^6"], [-1.2345e-5, "-1.23·10^-5"], [1e-4, "0.0001"], [99999.96, "100000"], [0.1 + 0.2, "0.3"],
  [Infinity, "∞"], [-Infinity, "-∞"], [NaN, "undefined"], [0.5, "0.5"], [1e-310, "1·10^-310"], [2.00005, "2"], [0.125, "0.125"],
];

for (const [x, text] of NUMBERS) test(`${x} reads ${text}`, () => assert.equal(numberText(x), text));

test("beside a power of ten stand no more digits than asked for", () => {
  assert.deepEqual([3, 2, 1].map((digits) => numberText(-3.186e-13, digits)), ["-3.19·10^-13", "-3.2·10^-13", "-3·10^-13"]);
  assert.equal(numberText(2.5e7, 1), "2·10^7"); // a tie goes to the even digit, as on the server
});

test("numbers of the contract", () => {
  assert.equal(numberOf("Infinity"), Infinity);
  assert.equal(numberOf("-Infinity"), -Infinity);
  assert.ok(Number.isNaN(numberOf(null)));
});

test("signs of mathematics", () => {
  assert.equal(typographic("-3"), "−3");
  assert.deepEqual(raised("1.23·10^-5"), ["1.23·10", "−5"]);
  assert.equal(literal(0.1 + 0.2), "0.30000000000000004");
});
