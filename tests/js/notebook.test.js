import assert from "node:assert/strict";
import test from "node:test";
import { codeOf } from "../../static/js/editor/notebook.js";

const cell = (cell_type, source) => ({ cell_type, source });
const notebook = (cells, metadata = {}) => JSON.stringify({ nbformat: 4, metadata, cells });

test("the cells of code stand one under the other, without what is for the notebook alone", () => {
  const cells = [cell("markdown", "# Loss"), cell("code", ["%matplotlib inline\n", "import torch\n", "x = 2\n"]), cell("code", "!pip install x"), cell("code", "%%time\ny = x**2\n"), cell("code", "%%bash\nls"), cell("code", "")];
  assert.deepEqual(codeOf(notebook(cells)), { text: "import torch\nx = 2\n\ny = x**2", code: 2, others: 4 });
});

test("a notebook before version 4 keeps its cells elsewhere", () => {
  const old = JSON.stringify({ nbformat: 3, worksheets: [{ cells: [{ cell_type: "code", input: ["x = 1\n", "x*x"] }] }] });
  assert.deepEqual(codeOf(old), { text: "x = 1\nx*x", code: 1, others: 0 });
});

test("one of another language is named", () => {
  assert.deepEqual(codeOf(notebook([cell("code", "x <- 2")], { kernelspec: { language: "R" } })), { language: "R" });
  assert.equal(codeOf(notebook([cell("code", "x")], { language_info: { name: "ipython3" } })).text, "x");
});

test("what is no notebook is none", () => {
  for (const text of ["", "{", "[]", "3", "null", '{"cells": 3}']) assert.equal(codeOf(text), null);
});
