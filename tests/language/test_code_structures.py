"""Dictionaries, *args, vmap, indices and options of pasted code: the value, and the inputs in their order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

from graphs import study
from graphs.errors import TooLarge
from graphs.limits import DOOR, UNBOUNDED

JAX = "import jax\nimport jax.numpy as jnp\n"
TORCH = "import torch\nimport torch.nn.functional as F\n"
NUMPY = "import numpy as np\n"
LOGITS = "Z = torch.tensor([[1.0, 2.0, 3.0], [2.0, 0.5, 1.0]])\n"
FIT = "def loss(p, x):\n    return jnp.mean((p['w']*x + p['b'])**2)\np = {'w': 2.0, 'b': 1.0}\n"
CLASS = """class Net:
    def __init__(self, w, b):
        self.w = w
        self.b = b
    def __call__(self, x):
        return self.w*x + self.b
"""
LAYER = """from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = {}
    def forward(self, x):
        return {}
"""
W, X = "w = jnp.array([1.0, 2.0])\n", "X = jnp.array([[1.0, 2.0], [3.0, 4.0], [0.0, 1.0]])\n"

# A text, its value as its library computes it, and its inputs in their order.
VALUES: list[tuple[str, Any, list[str]]] = [
    # dictionaries
    ("params = {'w': 2.0, 'b': 1.0}\nx = 3.0\ny = params['w']*x + params['b']", 7.0, ["w", "b", "x"]),
    (JAX + FIT + "x = jnp.array([1.0, 2.0])\ng = jax.grad(loss)(p, x)\np = {k: p[k] - 0.1*g[k] for k in p}", 17.0, ["w", "b", "x"]),
    (NUMPY + "x = 2.0\np = dict(a=1.0, x=3.0)\nz = p['a']*x + p['x']", 5.0, ["x", "a", "p_x"]),
    (NUMPY + "net = {}\nnet['W'] = np.array([[1.0, 2.0], [3.0, 4.0]])\nnet['b'] = np.array([1.0, -1.0])\ndef predict(net, x):\n"
     "    W, b = net['W'], net['b']\n    return np.dot(x, W) + b\nx = np.array([1.0, 0.5])\ny = predict(net, x)\nprint(y)", [3.5, 3.0], ["W", "b", "x"]),
    ("one, two = {'w': 2.0}, {'w': 3.0}\ny = one['w']*two['w']**2", 18.0, ["w", "two_w"]),
    ("p = {'a': 2.0, 'b': 3.0}\ny = 0\nfor k in p:\n    y += p[k]**2\nz = y + sum(p.values())", 18.0, ["a", "b"]),
    ("p = {'a': 2.0, 'b': 3.0}\ny = sum(v*v for k, v in p.items() if k != 'b')", 4.0, ["a"]),
    ("x = 3.0\nc = {'act': 'relu'}\ny = x**2 if c['act'] == 'relu' else x", 9.0, ["x"]),
    ("ps = [{'W': 2.0, 'b': 1.0}, {'W': 3.0, 'b': 0.5}]\nx = 1.0\nfor p in ps:\n    x = p['W']*x + p['b']\nprint(x)", 9.5,
     ["W", "b", "ps1_W", "ps1_b"]),
    (TORCH + "p = {'w': torch.tensor(2.0, requires_grad=True), 'c': torch.tensor(1.0)}\nL = (p['w']*3 + p['c'])**2\nL.backward()", 49.0, ["w"]),
    ("def f(x, a, b):\n    return a*x + b\np = {'a': 2.0, 'b': 1.0}\ny = f(3.0, **p)", 7.0, ["x", "a", "b"]),
    (NUMPY + "def forward(x, w):\n    z = w*x\n    return np.tanh(z)*0 + z, {'z': z}\na, cache = forward(2.0, 3.0)", 6.0, ["x", "w"]),
    ("p = {'a': 2.0}\nq = p\nq['a'] = 5.0\ny = p['a']**2*1", 25.0, ["q_a"]),
    ("p = {'a': 2.0}\nq = p.copy()\nq['a'] = 5.0\ny = p['a']**2*1", 4.0, ["a"]),
    # arguments in any number
    ("def f(*args):\n    return args[0]*args[1]\nprint(f(2.0, 3.0))", 6.0, ["args"]),
    ("def f(a, *xs, scale=2.0):\n    for x in xs:\n        a = a + scale*x**2\n    return a\nx = 3.0\ny = 4.0\nz = f(1.0, x, y)\nprint(z)", 51.0, ["x", "y"]),
    ("def f(x):\n    return x[0]*x[1][0]\nprint(f([2.0, [3.0, 1.0]]))", 6.0, ["x0", "x1"]),
    # tuples whose values have names, and objects
    ("from collections import namedtuple\nP = namedtuple('P', ['w', 'b'])\np = P(w=2.0, b=1.0)\nx = 3.0\ny = p.w*x + p.b", 7.0, ["w", "b", "x"]),
    ("from collections import namedtuple\nP = namedtuple('P', 'x y')\ndef f(p):\n    x, y = p\n    return x*y**2\nprint(f(P(2.0, 3.0)))", 18.0, ["x", "y"]),
    (JAX + "from typing import NamedTuple\nclass P(NamedTuple):\n    w: float\n    b: float = 1.0\ndef loss(p, x):\n    return (p.w*x + p.b)**2\n"
     "g = jax.grad(loss)(P(2.0), 3.0)", 49.0, ["w", "b", "x"]),
    (CLASS + "net = Net(2.0, 1.0)\nprint(net(3.0))", 7.0, ["x", "w", "b"]),
    (CLASS + "one = Net(2.0, 1.0)\ntwo = Net(3.0, -1.0)\nx = 0.5\ny = two(one(x))\nprint(y)", 5.0, ["w", "b", "w2", "b2", "x"]),
    (CLASS + "w = 5.0\nnet = Net(2.0, 1.0)\ny = net(w)*1", 11.0, ["w", "w2", "b"]),
    (TORCH + LAYER.format("nn.Parameter(torch.tensor([0.5, -0.5]))", "x @ self.w") + "x = torch.tensor([1.0, 2.0])\ny = (Net()(x) - 1)**2\ny.backward()",
     2.25, ["w"]),
    # a function at each entry
    (JAX + "def f(x):\n    return jnp.sum(x**2)\n" + X + "print(jax.vmap(jax.grad(f))(X))", [5.0, 25.0, 1.0], ["X"]),
    (JAX + "def predict(w, x):\n    return jnp.dot(w, x)\n" + W + X + "batched = jax.vmap(predict, in_axes=(None, 0))\nprint(batched(w, X))",
     [5.0, 11.0, 2.0], ["w", "X"]),
    (JAX + "def loss(w, X, t):\n    return jnp.sum(jax.vmap(lambda x, y: (jnp.dot(w, x) - y)**2)(X, t))\n" + W + X + "t = jnp.array([1.0, 2.0, 0.0])\n"
     "print(jax.value_and_grad(loss)(w, X, t))", 101.0, ["w", "X", "t"]),
    # what counts, sizes arrays or chooses entries
    (TORCH + "n = 3\nx = torch.arange(1., n + 1, requires_grad=True)\nw = torch.ones(n, requires_grad=True)\nz = w @ x\nz.backward()", 6.0, ["x", "w"]),
    (NUMPY + "N = 4\nh = 0.5\nx = np.arange(0, N*h, h)\ny = np.sum(x**2)", 3.5, ["x"]),
    (NUMPY + "axis = 1\nA = np.array([[1.0, 2.0], [3.0, 5.0]])\ny = np.max(A, axis)", [2.0, 5.0], ["A"]),
    (TORCH + "y = torch.tensor([0, 1])\n" + LOGITS + "L = F.cross_entropy(Z, y)", 2.1859873742761624, ["Z"]),
    (TORCH + "y = torch.tensor([0, 1])\n" + LOGITS + "L = F.nll_loss(F.log_softmax(Z, dim=1), y)", 2.1859873742761624, ["Z"]),
    (TORCH + "t = torch.tensor([[0.2, 0.3, 0.5], [1.0, 0.0, 0.0]])\n" + LOGITS + "L = F.cross_entropy(Z, t)", 0.7859873742761625, ["t", "Z"]),
    (TORCH + "y = torch.tensor([0, 1])\n" + LOGITS + "logp = torch.log_softmax(Z, dim=1)\nL = -logp[torch.arange(2), y].mean()", 2.1859873742761624, ["Z"]),
    (NUMPY + "p = np.array([[0.1, 0.9], [0.6, 0.4]])\nt = np.array([1, 0])\ny = p[np.arange(len(t)), t]", [0.9, 0.6], ["p"]),
    (NUMPY + "p = np.array([[0.1, 0.9], [0.6, 0.4]])\ny = p[[1, 0]]", [[0.6, 0.4], [0.1, 0.9]], ["p"]),
    # a name that is imported first, and bound later
    (TORCH + "from torch.autograd import grad\nx = torch.tensor(3.0, requires_grad=True)\nu = 2*x\ny = u**2\nds = grad(y, (x, u))\n"
     "for name, grad in zip('xu', ds):\n    print(name, grad)", 36.0, ["x"]),
    (JAX + "from jax import grad\ndef loss(w):\n    return w**2\ndef update(w, grad):\n    return w - 0.1*grad\nw = 3.0\nw = update(w, grad(loss)(w))", 9.0, ["w"]),
    ("def f(x):\n    return x**3\ngrad = grad(f)(2.0)\nprint(grad)", 8.0, ["x"]),
    ("from math import exp\nx = 0.0\nexp = exp(x)\nz = exp + 1\nprint(z)", 2.0, ["x"]),
    ("from torch.autograd import Variable\nimport torch\nx = Variable(torch.ones(2), requires_grad=True)\ny = x**2", [1.0, 1.0], ["x"]),
    # parameters of layers, switches, and what only looks
    (TORCH + "from torch import nn\nw = nn.Parameter(torch.tensor([0.5, -0.5]))\nx = torch.tensor([1.0, 2.0])\ny = x @ w", -0.5, ["w"]),
    (TORCH + "flag = True\nif flag:\n    w = torch.tensor(2.0, requires_grad=True)\n    y = w**2\n    y.backward()", 4.0, ["w"]),
    (NUMPY + "A = np.array([1.0, 2.0])\nB = A*2\nprint(B)\nprint(type(B))\nprint(np.allclose(B, 2*A))", [2.0, 4.0], ["A"]),
    (NUMPY + "A = np.array([1.0, 2.0])\nB = A*2\ntype(B)", [2.0, 4.0], ["A"]),
]  # fmt: skip
REFUSED = [
    (
        TORCH + LAYER.format("nn.Linear(2, 1)", "self.w(x)") + "x = torch.tensor([1.0, 2.0])\ny = Net()(x)",
        "random weights",
    ),
    (
        "class A:\n    def __init__(self):\n        self.a = A()\n    def f(self):\n        return 1\na = A()\ny = a.f()",
        "stand in one another",
    ),
    (CLASS + "net = Net(2.0, 1.0)\ny = net.c*2", "no value c"),
    (CLASS + "net = Net(2.0, 1.0)\ny = net*2", "no number"),
    ("p = {'w': 2.0}\ny = p['q']*2", "the names w"),
    ("p = {'w': 2.0}\ny = p['w']\nz = p*2", "dictionary"),
    ("def f(p, x):\n    return p['w']*x", "dictionary"),
    ("def f(*args):\n    return sum(args)", "how many arguments"),
    (NUMPY + "x = np.array([1.0, -2.0])\ny = x[x > 0]", "condition"),
    (NUMPY + "x = np.array([1.0, -2.0])\nm = x > 0\nk = m\ny = x[k]", "condition"),
    (NUMPY + "x = np.array([1.0, -2.0])\nm = np.array([True, False])\ny = x[m]", "condition"),
    (NUMPY + "A = np.array([[1.0, -2.0]])\ny = A[:, [1, 0]]", "slice"),
    (JAX + "y = jax.vmap(jnp.sin)(jnp.array([1.0, 2.0]))", "vmap"),
    (JAX + "def f(a, b):\n    return a*b\n" + X + "y = jax.vmap(f, in_axes=(1, 0))(X, X)", "first axis"),
    (TORCH + "p = torch.tensor(3.0, requires_grad=True)\nx = torch.tensor([1.0, 2.0])\ny = torch.norm(x, p)", "ord"),
]


@pytest.mark.parametrize(("text", "value", "inputs"), VALUES)
def test_structures_of_code_are_read(client: FlaskClient, text: str, value: Any, inputs: list[str]) -> None:
    answer = client.post("/api/v1/trace", json={"program": text}).get_json()
    assert "value" in answer, answer
    np.testing.assert_allclose(np.array(answer["value"]), np.array(value), rtol=1e-12)
    assert [each["name"] for each in answer["inputs"]] == inputs


@pytest.mark.parametrize(("text", "word"), REFUSED)
def test_what_is_not_read_is_refused_in_words(client: FlaskClient, text: str, word: str) -> None:
    response = client.post("/api/v1/trace", json={"program": text})
    assert response.status_code in (400, 413, 422)
    assert word in response.get_json()["detail"]


def test_inputs_of_mathematics_have_the_order_of_their_lines(client: FlaskClient) -> None:
    """Also where a line uses them above."""
    answer = client.post("/api/v1/trace", json={"program": "u = b*c\nV = a + u\na = 5, b = 3 and c = 2"}).get_json()
    assert [each["name"] for each in answer["inputs"]] == ["a", "b", "c"]


def test_a_loop_that_never_ends_has_an_end_for_callers_of_python() -> None:
    with pytest.raises(TooLarge, match="conditions"):
        study("x = 1.0\nwhile True:\n    x = x + 1", limits=replace(DOOR, tests=min(DOOR.tests, 200)))
    assert DOOR.tests < UNBOUNDED
