/** Numbers read the same on the page as from the server: tests/notation/test_notation.py checks the same table. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { literal, numberOf, numberText, numeralOf, powerOfTen, typographic } from "../../static/js/text/number.js";

const NUMBERS = JSON.parse(readFileSync(new URL("../data/twins/numbers.json", import.meta.url), "utf8"));

for (const [x, text] of NUMBERS) test(`${x} reads ${text}`, () => assert.equal(numberText(numberOf(x)), text));

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
  assert.deepEqual(numeralOf(1.23e-5), { base: "1.23·10", exponent: "-5" });
  assert.deepEqual(numeralOf(-2.5), { base: "-2.5", exponent: "" });
  assert.deepEqual(powerOfTen(-95000), { base: "-1·10", exponent: "5" }); // a tie goes to the even digit: −10·10^4
  assert.equal(literal(0.1 + 0.2), "0.30000000000000004");
});
