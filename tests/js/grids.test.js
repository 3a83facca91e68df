import assert from "node:assert/strict";
import test from "node:test";
import { blockIn, grown, pasted, withCell } from "../../static/js/question/array_edits.js";
import { isGridded } from "../../static/js/text/nested_lists.js";

const BLOCKS = [
  ["1\t2\n3\t4\n", [[1, 2], [3, 4]]],
  ["1.5\t-2e3", [[1.5, -2000]]],
  ["1,5\t2,5\r\n-3,5\t4\r\n", [[1.5, 2.5], [-3.5, 4]]],
  ["1\t\t3\n4\t5\t6", [[1, 0, 3], [4, 5, 6]]],
  ["1,5,2\t3", null],
  ["a\t1", null],
  ["[[1. 2.]\n [3. 4.]]", [[1, 2], [3, 4]]],
  ["[[1, 2], [3, 4]]", [[1, 2], [3, 4]]],
  ["array([[1., 2.],\n       [3., 4.]], dtype=float32)", [[1, 2], [3, 4]]],
  ["tensor([1., \u22122.])", [[1, -2]]],
  ["1 2; 3 4", [[1, 2], [3, 4]]],
  ["1\n2\n3", [[1], [2], [3]]],
  ["7", null],
  ["x 1", null],
  ["1 2\n3", null],
  ["", null],
];

for (const [text, block] of BLOCKS) test(`a block in ${JSON.stringify(text)}`, () => assert.deepEqual(blockIn(text), block));

test("a block is laid over a value, which grows", () => {
  assert.deepEqual(pasted([1, 2, 3], 0, 1, [[8], [9]]), [1, 8, 9]);
  assert.deepEqual(pasted([1, 2], 0, 1, [[7, 8]]), [1, 7, 8]);
  assert.deepEqual(pasted([1, 2], 0, 0, [[1, 2], [3, 4]]), [[1, 2], [3, 4]]);
  assert.deepEqual(pasted([[1, 2], [3, 4]], 1, 1, [[9, 8]]), [[1, 2, 0], [3, 9, 8]]);
});

test("rows and columns come and go", () => {
  assert.deepEqual(grown([[1, 2]], "row", 1), [[1, 2], [0, 0]]);
  assert.deepEqual(grown([[1, 2], [3, 4]], "column", -1), [[1], [3]]);
  assert.deepEqual(grown([1, 2], "column", 1), [1, 2, 0]);
  assert.deepEqual(grown([1, 2], "row", 1), [1, 2]);
  assert.deepEqual(grown([[1]], "row", -1), [[1]]);
  assert.deepEqual(grown([1, 2, 3, 4, 5, 6], "column", 1), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(withCell([[1, 2], [3, 4]], 1, 0, 9), [[1, 2], [9, 4]]);
});

test("small arrays have grids", () => {
  assert.deepEqual([[1, 2], [[1, 2]], 3, [1, 2, 3, 4, 5, 6, 7], [[[1]]]].map(isGridded), [true, true, false, false, false]);
});
