"""Code as people paste it, and what Python and its libraries make of it: the value, and the names of the inputs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

# A text, its value as the library that it names computes it, and its inputs in their order.
VALUES: list[tuple[str, Any, list[str]]] = [
    # a method of an array of NumPy, or of PyTorch
    ("import numpy as np\nx = np.array([1., 2., 4.])\ny = x.std()", 1.247219128924647, ["x"]),
    ("import torch\nx = torch.tensor([1., 2., 4.])\ny = x.std()", 1.5275252316519468, ["x"]),
    ("import torch\nimport numpy as np\nx = torch.tensor([1., 2., 4.])\ny = x.std() + np.pi*0", 1.5275252316519468, ["x"]),
    ("import torch\nimport numpy as np\ndef n(v):\n    return v/v.std()\nx = np.array([1., 2., 4.])\nt = torch.ones(2)\nz = n(x)*1",
     [0.8017837257372732, 1.6035674514745464, 3.2071349029490928], ["x"]),
    ("x = jnp.array([1., 2., 4.])\ny = x.var(axis=0)", 1.5555555555555554, ["x"]),
    ("t = torch.tensor([1., 2., 4.])\ny = t.numpy().std()", 1.247219128924647, ["t"]),
    ("x = torch.tensor([[1., 2.], [3., 4.]])\ny = x.max(1)[0]", [2.0, 4.0], ["x"]),
    ("x = np.array([[1., 2.], [3., 4.]])\ny = x.max(1)[0]", 2.0, ["x"]),
    ("x = torch.tensor([1., 2.])\ny = x.repeat(2)", [1.0, 2.0, 1.0, 2.0], ["x"]),
    ("x = torch.tensor([1., 2.])\ny = x.repeat(2, 1)", [[1.0, 2.0], [1.0, 2.0]], ["x"]),
    ("x = np.array([1., 2.])\ny = x.repeat(2)", [1.0, 1.0, 2.0, 2.0], ["x"]),
    ("x = torch.tensor([3., 1., 2.])\nv, i = x.sort()\ny = v*2", [2.0, 4.0, 6.0], ["x"]),
    ("x = torch.tensor([[3., 1.], [2., 5.]])\nm, _ = torch.max(x, dim=1)\ny = m*1", [3.0, 5.0], ["x"]),
    ("A = np.array([[3., 1.], [2., 5.]])\ns, l = np.linalg.slogdet(A)\ny = s*l", 2.5649493574615367, ["A"]),
    # a list beside an array, and beside a number
    ("x = tf.Variable(2.)\ny = x * [3., 4.]", [6.0, 8.0], ["x"]),
    ("x = np.float64(2)\ny = [3., 4.] * x", [6.0, 8.0], ["x"]),
    ("import math\nx = 2\ny = sum([x, 4.]*3)", 18.0, ["x"]),
    # np.matrix
    ("A = np.matrix([[1, 2], [3, 4]])\nb = np.matrix([[1], [2]])\ny = 2*A*b", [[10.0], [22.0]], ["A", "b"]),
    ("A = np.mat([1, 2])\ny = A*A.T", [[5.0]], ["A"]),
    ("A = np.matrix([[1, 2], [3, 4]])\ny = A.I*A**2 + A", [[2.0, 4.0], [6.0, 8.0]], ["A"]),
    ("A = np.matrix([[1, 2], [3, 4]])\ny = np.multiply(A, A)*np.asarray(A)", [[13.0, 18.0], [57.0, 82.0]], ["A"]),
    # lists that grow and are printed; arguments out of a list; functions that go over entries
    ("W = [[0.1, 0.2], [0.3, 0.4]]\nx = [1.0, 2.0]\nouts = []\nfor row in W:\n    s = 0\n    for w, i in zip(row, x):\n        s += w*i\n"
     "    outs.append(s)\nprint(outs)", [0.5, 1.1], ["W", "x"]),
    ("def f(x, a=2.0, *, b=1.0):\n    return a*x + b\nargs = [3.0, 4.0]\nprint(f(*args, b=2.0))", 14.0, ["b", "args"]),
    ("relu = np.vectorize(lambda x: x if x > 0 else 0.0)\nx = np.array([1.0, -2.0])\ny = relu(x)", [1.0, 0.0], ["x"]),
    # sizes, and what only counts
    ("K = np.array([[0., 1.], [2., 3.]])\nd = K.shape[1]\ny = K.sum()/d", 3.0, ["K"]),
    ("x = np.array([1., 2.])\nn = len(x)\ny = np.sum(x**2)/n", 2.5, ["x"]),
    ("def f(x, n):\n    s = 0\n    for k in range(n):\n        s += x**k\n    return s\nf(2.0, 3)", 7.0, ["x"]),
    ("def p(b, n):\n    if n == 0:\n        return 1\n    return b*p(b, n - 1)\nprint(p(10, 4))", 10000.0, ["b"]),
    ("def fact(n):\n    return 1 if n <= 1 else n*fact(n - 1)\nprint(fact(4))", 24.0, ["n"]),
]  # fmt: skip
REFUSED = [
    ("from jax import lax\nx = 2.0\ny = lax.cond(x > 0, lambda x: x**2, lambda x: -x, x)", "cond"),
    ("A = np.matrix('1 2; 3 4')\ny = A*A", "quotation marks"),
    ("A = np.matrix([[1, 2], [3, 4]])\ny = A.sum(axis=0)", "np.matrix"),
    ("A = np.matrix([[1, 2], [3, 4]])\ny = A[0]", "np.matrix"),
    ("A = np.matrix([[1, 2], [3, 4]])\ny = A**0.5", "np.matrix"),
]


@pytest.mark.parametrize(("text", "value", "inputs"), VALUES)
def test_code_means_what_its_library_means(client: FlaskClient, text: str, value: Any, inputs: list[str]) -> None:
    answer = client.post("/api/v1/trace", json={"program": text}).get_json()
    assert "value" in answer, answer
    np.testing.assert_allclose(np.array(answer["value"]), np.array(value), rtol=1e-12)
    assert [each["name"] for each in answer["inputs"]] == inputs


@pytest.mark.parametrize(("text", "word"), REFUSED)
def test_what_is_not_read_is_refused_in_words(client: FlaskClient, text: str, word: str) -> None:
    response = client.post("/api/v1/trace", json={"program": text})
    assert response.status_code in (400, 422)
    assert word in response.get_json()["detail"]
