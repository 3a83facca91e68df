import assert from "node:assert/strict";
import test from "node:test";
import { withoutNoise } from "../../static/js/question/pasted_code.js";

const PASTES = [
  ["x*y", "x*y", [], {}],
  ["import numpy as np\nnp.exp(x)", "np.exp(x)", ["import numpy as np"], {}],
  ["from math import exp, sin\nexp(x)", "exp(x)", ["from math import exp, sin"], {}],
  ["import torch\n\nx = torch.tensor(2.0, requires_grad=True)\ny = x**2 + 1\ny.backward()\nprint(x.grad)", "y = x**2 + 1",
    ["import torch", "x = torch.tensor(2.0, requires_grad=True)", "y.backward()", "print(x.grad)"], { x: 2 }],
  ["W = torch.tensor([[1., 2.], [3., 4.]], dtype=torch.float64, requires_grad=True)\n(W*W).sum()", "(W*W).sum()",
    ["W = torch.tensor([[1., 2.], [3., 4.]], dtype=torch.float64, requires_grad=True)"], { W: [[1, 2], [3, 4]] }],
  ["x = torch.tensor(2.0, requires_grad=True); y = x**2; y.backward()", "y = x**2", ["x = torch.tensor(2.0, requires_grad=True)", "y.backward()"], { x: 2 }],
  ["x = torch.tensor(1.5).requires_grad_()\nout = torch.sigmoid(x)\nout.backward()\nx.grad", "out = torch.sigmoid(x)",
    ["x = torch.tensor(1.5).requires_grad_()", "out.backward()", "x.grad"], { x: 1.5 }],
  ["x = torch.tensor([2.0, 3.])\nx.requires_grad_(True)\ny = x.sin().sum() # all", "y = x.sin().sum() # all", ["x = torch.tensor([2.0, 3.])", "x.requires_grad_(True)"], { x: [2, 3] }],
  ["a = x*y; a + 1 # import y; print(a)", "a = x*y; a + 1 # import y; print(a)", [], {}],
  ["[[1, 2; 3, 4]]; print(x)", "[[1, 2; 3, 4]]", ["print(x)"], {}],
  ["x = torch.tensor(2.0)\nx*y", "x = torch.tensor(2.0)\nx*y", [], {}],
  ["def f(x): return x**2 + 1", "x**2 + 1", ["def f(x):"], {}],
  ["def f(x, y):\n    # inside\n    a = x*y\n    return a + 1\n", "# inside\na = x*y\na + 1", ["def f(x, y):"], {}],
  [">>> import math\n>>> math.exp(x)", "math.exp(x)", ["import math"], {}],
  ["printed + imports*x", "printed + imports*x", [], {}],
  ["x = torch.tensor(y, requires_grad=True)\nx", "x = torch.tensor(y, requires_grad=True)\nx", [], {}],
];

for (const [pasted, text, dropped, inputs] of PASTES) {
  test(`what is left of ${JSON.stringify(pasted)}`, () => assert.deepEqual(withoutNoise(pasted), { text, dropped, inputs }));
}
