"""Scripts as they stand in public repositories: the value that they compute, and what they are derived by, in order."""

from __future__ import annotations

from math import exp, sin
from typing import Any

import pytest
from flask.testing import FlaskClient

NEURON = """class Neuron:
    def __init__(self, weights, bias):
        self.weights = weights
        self.bias = bias
{}    def feedforward(self, inputs):
        return {}(self.weights*inputs + self.bias)
"""
STATIC = "    @staticmethod\n    def cube(x):\n        return x**3\n"
LAYERS = """class Mul:
    def __init__(self):
        self.x = None
    def forward(self, x, y):
        self.x = x
        return x*y
    def {0}(self, dout):
        return dout*self.x, dout
apple = 100
number = 2
tax = 1.1
first = Mul()
second = Mul()
price = second.forward(first.forward(apple, number), tax)
print(price)
dprice = 1
dall, dtax = second.{0}(dprice)
print(dall, dtax)
"""
F = "def f(x):\n    return x**2\n"
THEANO = "import theano\nimport theano.tensor as T\n"
TORCH = "import torch\n"
DECORATED = "import jax\nfrom jax import grad\nfrom functools import partial\n"

VALUES: list[tuple[str, Any, list[str]]] = [
    # objects: beside what an object holds, the lines of the text are the inputs
    (NEURON.format("", "") + "weights = 2.0\nbias = 4.0\nn = Neuron(weights, bias)\nx = 3.0\nprint(n.feedforward(x))", 10.0, ["weights", "bias", "x"]),
    (NEURON.format("", "") + "a = 3.0\nn = Neuron(2.0, 4.0)\ny = n.feedforward(a)", 10.0, ["a", "weights", "bias"]),
    (NEURON.format("", "") + "w = 2.0\nx = 3.0\nn = Neuron(w, 1.0)\nout = n.feedforward(x*2)", 13.0, ["w", "x", "bias"]),
    (NEURON.format("", "") + "n = Neuron(2.0, 4.0)\nprint(n.feedforward(3.0))", 10.0, ["inputs", "weights", "bias"]),
    (NEURON.format(STATIC, "self.cube") + "w = 1.0\nn = Neuron(w, 0.5)\nx = 1.5\nprint(n.feedforward(x))", 8.0, ["w", "bias", "x"]),
    # derivatives that are written by hand
    (LAYERS.format("backward"), 220.00000000000003, ["apple", "number", "tax"]),
    (LAYERS.format("backword"), 220.00000000000003, ["apple", "number", "tax"]),
    ("def cost(w, b):\n    return (2*w + b)**2\ndef compute_gradient(w, b):\n    g = [0.0, 0.0]\n    return 4*(2*w + b), 2*(2*w + b)\n"
     "w, b = 1.0, 3.0\nc = cost(w, b)\nprint(c)\ndj_dw, dj_db = compute_gradient(w, b)\nprint(dj_dw)", 25.0, ["w", "b"]),
    # lines of a try
    ("from engine import Value\ndef main():\n    a, b = Value(1.0), Value(2.0)\n    y = a*b + a\n    try:\n        y.backward()\n"
     "    except NotImplementedError:\n        print('no')\n        return\nif __name__ == '__main__':\n    main()", 3.0, ["a", "b"]),
    ("try:\n    import numpy as np\nexcept ImportError:\n    np = None\ndef f(x):\n    try:\n        return np.sqrt(x)\n    except ValueError:\n"
     "        return 0.0\nprint(f(4.0))", 2.0, ["x"]),
    ("x = 3.0\ntry:\n    y = x**2\nexcept Exception as e:\n    print(e)\nelse:\n    z = y*2\nfinally:\n    print('done')", 18.0, ["x"]),
    # loops that are read once, however long they are
    (TORCH + "w = torch.tensor(1.0, requires_grad=True)\nopt = torch.optim.SGD([w], lr=0.1)\nfor epoch in range(100000):\n    for i in range(5000):\n"
     "        opt.zero_grad()\n        loss = (w - 3)**2\n        loss.backward()\n        opt.step()\n    if epoch % 100 == 0:\n        print(epoch)", 4.0, ["w"]),
    (TORCH + "x = torch.tensor(2.0, requires_grad=True)\nwhile True:\n    loss = (x - 3)**2\n    loss.backward()\n    with torch.no_grad():\n"
     "        x -= 0.1*x.grad\n        x.grad.zero_()\n    if loss < 1e-6:\n        break", 1.0, ["x"]),
    ("from micrograd.engine import Value\nfor i in range(100*1000):\n    a = Value(-4.0)\n    b = Value(2.0)\n    g = a*b + b**3\n    g.backward()", 0.0, ["a", "b"]),
    # the numbers and functions of small libraries
    ("import autodiff as ad\nx = ad.Variable(2.0, name='x')\ny = ad.Variable(3.0)\nz = ad.sin(x)*y + ad.exp(x)\nz.backward()", 3*sin(2) + exp(2), ["x", "y"]),
    ("import AutoDiff as ad\ndef f(x, y):\n    x = ad.Variable(x, name='x')\n    return 100.*(y - x**2)**2\nprint(f(1, 2))", 100.0, ["x", "y"]),
    ("from chainer import Variable\nimport chainer.functions as F\nimport numpy as np\nx = Variable(np.array([1., 2.]))\ny = F.sum(F.relu(x))\ny.backward()", 3.0, ["x"]),
    ("from tinygrad.tensor import Tensor\nx = Tensor.eye(2)\ny = Tensor([[2.0, -2.0]])\nz = y.matmul(x).sum()\nz.backward()", 0.0, ["x", "y"]),
    ("import tensorflow as tf\nx = tf.Variable(initial_value=3.)\nwith tf.GradientTape() as tape:\n    y = tf.square(x)\ng = tape.gradient(y, x)", 9.0, ["x"]),
    ("from symdiff import Variable, grad\nx = Variable('x')\ndef f(x):\n    return x**2\nd = grad(f, 0)\nprint(d(3.0))", 9.0, ["x"]),
    ("import engine\na = engine.Value(3)\nc = a*2\nc.backward()\nd = engine.Value(5)\ne = c*d\nprint(e.backward())", 30.0, ["a", "d"]),
    # arrays of no axes
    ("import numpy as np\nx = 2.0\ny = x*np.ones(()) + np.zeros(()) + np.full((), 3.0)", 5.0, ["x"]),
    (TORCH + "x = torch.ones([], requires_grad=True)\ny = x*3\ny.backward()", 3.0, ["x"]),
    # points that are given to symbols
    (THEANO + "x = T.dscalar('x')\ny = x**2\ngy = T.grad(y, x)\nf = theano.function([x], gy)\nprint(f(4))", 16.0, ["x"]),
    (THEANO + "a = T.scalar()\nb = T.scalar()\ny = a*b\nf = theano.function(inputs=[a, b], outputs=y)\nprint(f(1, 2))\nprint(f(3, 4))", 12.0, ["a", "b"]),
    (THEANO + "x = T.dvector('x')\nw = theano.shared(2.0, name='w')\ny = (w*x).sum()\nf = theano.function([x], [y, T.grad(y, w)])\nprint(f([1.0, 2.0]))", 6.0, ["x", "w"]),
    ("from sympy import *\nx = symbols('x')\nf = x**2\ng = diff(f)\nprint(g)\nprint(g.subs(x, 2))", 4.0, ["x"]),
    ("import sympy as sp\nx, y = sp.symbols('x y')\nf = x**2*y\nprint(sp.diff(f, x).subs({x: 3, y: 2}).evalf())\nprint(f.subs([(x, 3), (y, 2)]))", 18.0, ["x", "y"]),
    ("import sympy as sp\nx = sp.Symbol('x')\nf = x**3\nF = sp.lambdify(x, f, 'numpy')\ndF = sp.lambdify(x, f.diff(x))\nprint(F(2.0), dF(2.0))", 8.0, ["x"]),
    ("from sympy import symbols\nx = symbols('x')\nf = x**3 - x\nx0 = 2.0\nfor i in range(5):\n    x0 = x0 - f.subs(x, x0)/f.diff(x).subs(x, x0)\nprint(x0)", 6.0, ["x"]),
    ("from casadi import *\nx = SX.sym('x')\ny = SX.sym('y')\nf = x*y**2\nF = Function('F', [x, y], [f, jacobian(f, x)])\nprint(F(2.0, 3.0))", 18.0, ["x", "y"]),
    ("import casadi as ca\nx = ca.SX.sym('x', 2)\nf = x[0]**2 + ca.exp(x[1])\nF = ca.Function('F', [x], [f])\nprint(F([2.0, 0.0]))", 5.0, ["x"]),
    (">>> import tensorflow as tf\n>>> a = tf.placeholder(tf.float32)\n>>> b = tf.placeholder(tf.float32)\n>>> c = (a + b)*3.\n>>> sess = tf.Session()\n"
     ">>> print(sess.run(c, {a: 3, b: 4.5}))\n22.5", 22.5, ["a", "b"]),
    ("import tensorflow as tf\nx = tf.placeholder('float')\ny = x**2\ng = tf.gradients(y, x)\nwith tf.Session() as sess:\n    print(sess.run(g, feed_dict={x: 3.0}))", 9.0, ["x"]),
    ("import mxnet.ndarray as nd\nimport mxnet.autograd as ag\nx = nd.array([3, 4])\nx.attach_grad()\nwith ag.record():\n    z = x.sum()*2\nz.backward()", 14.0, ["x"]),
    (TORCH + "def f(x, y):\n    return x*y**2\ninputs = (torch.tensor(2.), torch.tensor(3.))\nprint(torch.autograd.functional.jacobian(f, inputs))", 18.0, ["x", "y"]),
    # functions with some of their parameters set
    ("from functools import partial\ndef f(a, b, x):\n    return a*x + b\ng = partial(f, 2.0, 1.0)\nx = 3.0\ny = g(x) + x", 10.0, ["x"]),
    ("import functools\ndef f(x, a, b=1.0):\n    return a*x + b\ny = functools.partial(f, a=2.0)(3.0)", 7.0, ["x", "b"]),
    (TORCH + "from functools import partial\ndef quad(a, b, x):\n    return a*x + b\ndef loss(p):\n    f = partial(quad, *p)\n    return f(3.0)**2\n"
     "p = torch.tensor([1.0, 2.0], requires_grad=True)\nl = loss(p)\nl.backward()", 25.0, ["p"]),
    (TORCH + "x = torch.tensor(2.0, requires_grad=True)\nh = x.register_hook(lambda g: print(g))\ny = x**2\ny.backward()\nh.remove()", 4.0, ["x"]),
    # the numbers of a call that is a part of the last line
    (F + "y = f(2.0)\nprint(y)", 4.0, ["x"]),
    (F + "y = max(f(2.0), 1.0)", 4.0, ["x"]),
    (F + "import numpy as np\ny = np.sqrt(f(2.0))\nprint(y)", 2.0, ["x"]),
    (F + "print(f(1.0))\nprint(f(2.0)/2)", 2.0, ["x"]),
    (F + "a = 3.0\ny = f(2.0)*a\nprint(y)", 12.0, ["a"]),
    (F + "y = f(2.0) + f(3.0)", 13.0, []),
    (F + "y = f(*[2.0]) + 1", 5.0, []),
    # decorators that change what a function gives
    (DECORATED + "@jax.jit\n@grad\ndef f(x, y):\n    return x*y**2\nprint(f(2.0, 3.0))", 18.0, ["x", "y"]),
    (DECORATED + "@partial(grad, argnums=1)\ndef f(x, y):\n    return x*y**2\nprint(f(2.0, 3.0))", 18.0, ["x", "y"]),
    (DECORATED + "@jax.value_and_grad\ndef f(x):\n    return x**3\nv, g = f(2.0)\nprint(v, g)", 8.0, ["x"]),
    (DECORATED + "@grad\ndef f(x):\n    return x**3\ny = f(2.0)**2\nprint(y)", 8.0, ["x"]),
    (DECORATED + "f = jax.vmap(lambda x: (x*x).sum())\nprint(f(jax.numpy.array([[1.0, 2.0], [3.0, 4.0]])))", [5.0, 25.0], ["x"]),
    (DECORATED + "@jax.vmap\ndef f(x):\n    return (x*x).sum()\nX = jax.numpy.array([[1.0, 2.0], [3.0, 4.0]])\nprint(f(X))", [5.0, 25.0], ["X"]),
]  # fmt: skip


HOOK = TORCH + "{}x = torch.tensor(2.0, requires_grad=True)\ny = x**2\ny.register_hook({})\ny.backward()"

# A text, and a word of what is told.
REFUSED: list[tuple[str, str]] = [
    (HOOK.format("", "lambda g: g*2"), "hook"),
    (HOOK.format("def double(g):\n    return g*2\n", "double"), "hook"),
    ("from functools import partial\ndef f(x):\n    return x\ng = partial(f, 1.0, 2.0)\ny = g(1.0)", "f takes x"),
]


@pytest.mark.parametrize(("text", "word"), REFUSED)
def test_what_is_not_read_is_refused_in_words(client: FlaskClient, text: str, word: str) -> None:
    response = client.post("/api/v1/trace", json={"program": text})
    assert response.status_code != 200
    assert word in response.get_json()["detail"]


@pytest.mark.parametrize(("text", "value", "inputs"), VALUES)
def test_scripts_are_read(client: FlaskClient, text: str, value: Any, inputs: list[str]) -> None:
    answer = client.post("/api/v1/trace", json={"program": text}).get_json()
    assert answer.get("value") == pytest.approx(value, rel=1e-12), answer.get("detail")
    assert [each["name"] for each in answer["inputs"]] == inputs
