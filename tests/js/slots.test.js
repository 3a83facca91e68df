/** Entries read and stand the same on the page as from the server: tests/picture/test_slots.py checks the same table. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { columnsOf, entriesOf, fittedNumber, gridOf } from "../../static/js/picture/array_entries.js";
import { numeralText } from "../../static/js/text/number.js";

const CASES = JSON.parse(readFileSync(new URL("../data/twins/array_entries.json", import.meta.url)));
const RIGHT = 194;

for (const { numbers, shape, room, texts, size, ends, left } of CASES) {
  test(`${JSON.stringify(numbers)} in ${room} pixels`, () => {
    const entries = entriesOf(numbers, gridOf(shape), shape.length === 1);
    assert.deepEqual(entries.map((line) => line.map(numeralText)), texts);
    assert.deepEqual(columnsOf(entries, RIGHT, room), { size, ends, left });
  });
}

test("corners of a large array, the whole of a small one, nothing of one with more axes", () => {
  assert.deepEqual(gridOf([4, 6]), { rows: [0, null, 3], columns: [0, 1, null, 5] });
  assert.deepEqual(gridOf([4]), { rows: [0, 1, 2, 3], columns: [0] });
  assert.deepEqual(gridOf([100]), { rows: [0, 1, null, 99], columns: [0] });
  assert.deepEqual(gridOf([1, 3]), { rows: [0], columns: [0, 1, 2] });
  assert.equal(gridOf([2, 3, 2]), null);
});

test("entries that are not shown are not read", () => {
  const row = new Proxy([], { get: (_, key) => (["0", "1", "99"].includes(String(key)) ? 1 : assert.fail(String(key))) });
  const rows = new Proxy([], { get: (_, key) => (["0", "99"].includes(String(key)) ? row : assert.fail(String(key))) });
  assert.equal(entriesOf(rows, gridOf([100, 100]), false)[0][3].base, "1");
});

const NUMBERS = JSON.parse(readFileSync(new URL("../data/twins/fitted_numbers.json", import.meta.url), "utf8"));

for (const { x, width, sizes, text, size } of NUMBERS) {
  test(`${x} in ${width} pixels, as from the server`, () => {
    const fitted = fittedNumber(x, 5, { width, longest: 6, sizes });
    assert.deepEqual([numeralText(fitted.numeral), fitted.size], [text, size]);
  });
}
