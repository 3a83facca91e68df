"""Python code as people paste it → statements; what is left out is noted, what cannot be read is told at its place."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphs.errors import BadSyntax, Place, Problem, TooLarge
from graphs.language.code.marks import is_code
from graphs.language.code.parsed.pasted import is_prose
from graphs.language.code.reader import read_code
from graphs.language.messages.edits import with_fix
from graphs.language.sheet import Sheet
from graphs.language.tree import Output, place_of, sign_of, typed_of
from graphs.limits import WEB

CODE = [
    "import math\nmath.exp(x)",
    "from math import exp",
    "def f(x): return x",
    "f = lambda x: x**2",
    "for i in range(3): y = y*x",
    "for a in [1, 2]:\n    s = s + a",
    "while b < 3:\n    b = b*2",
    "if x > 0:\n    y = 1",
    "with tf.GradientTape() as t:\n    y = x",
    ">>> x**2",
    "In [1]: x**2",
    "# In[1]:\nx**2",
    "!pip install torch\nx**2",
    "y.backward()",
    "print(y)",
    "print y",
    "y += x",
    "a = Value(2.0)",
    "x = Variable(1.0)",
    "x = torch.tensor(2.0)",
    "np.exp(x)",
    "grad(f)(2.0)",
    "[x**k for k in range(3)]",
    "sum(w*x for x in xs)",
    "x.grad",
    "```python\nx**2\n```",
]
PLAIN = [
    "z = w*x + b",
    "x**2",
    "y = x**2 # the square",
    "y = x if x > 0 else 0.01*x",
    "x == 2",
    "f(x) = x^2",
    "x = 2; y = x^2",
    "Var(X) + E(X)",
    "np.exp(x)^2",
    "2x + math.sin(x)",
    "f(x) = np.exp(x)",
    "for x in [0, 1] the function f(x) = x^2 grows",
    "import of goods: x^2",
    "lambda*x + mu",
    "F = m*a",
    "a != b",
    "x <= 2",
    "if x is large, f(x) = x^2",
    "",
]


@pytest.mark.parametrize("text", CODE)
def test_what_only_code_has_makes_a_text_code(text: str) -> None:
    assert is_code(text)


@pytest.mark.parametrize("text", PLAIN)
def test_what_mathematics_has_too_does_not(text: str) -> None:
    assert not is_code(text)


PROSE = [
    "We compute the gradient of f:",
    "The output is 3.0",
    "if you run this, you get 3",
    "for the loss we use",
    "Output:",
    "Let's look at the sum",
    "* x affects u",
    "- If z = f(y) and y = g(x), then:",
    "1. One function inside another",
    "**Chain Rule**",
    "The output of f(x) is:",
]
NO_PROSE = [
    "x = 2", "for x, y in zip(xs, ys):", "def f(x): return x", "else:", "return a b c", "with torch.no_grad():", "print x, y, z",
    "print('the value of y is', y)", 'print("Gradient of y wrt x:", dy_dx)', "from math import exp, sin", "x if x > 0 else y", "y = w x b",
    "w x + b", "-x + y", "assert x is not None", "if not x and not y:", "", "x  # the value of the input", "1.5", "lambda x: x",
]  # fmt: skip


@pytest.mark.parametrize(("line", "prose"), [(line, True) for line in PROSE] + [(line, False) for line in NO_PROSE])
def test_a_sentence_is_told_from_a_line_of_code(line: str, prose: bool) -> None:
    assert is_prose(line) == prose


class _Printed(ast.NodeTransformer):
    """Outputs and marks as calls, so that Python's own printer writes them."""

    def visit_Output(self, node: Output) -> ast.AST:
        asked = [node.value] + ([node.cotangent] if node.cotangent is not None else [])
        return ast.Expr(ast.Call(ast.Name("OUTPUT"), asked, []))

    def visit_For(self, node: ast.For) -> ast.AST:
        self.generic_visit(node)
        if node.once:  # type: ignore[attr-defined]
            node.body.insert(0, ast.Expr(ast.Name("ONCE")))
        return node

    visit_While = visit_For


def printed(sheet: Sheet) -> str:
    lines = []
    for statement in sheet.statements:
        trained = "  # trainable" if getattr(statement, "trainable", False) else ""
        lines.append(ast.unparse(ast.fix_missing_locations(_Printed().visit(statement))) + trained)
    return "\n".join(lines)


def noted(sheet: Sheet) -> list[tuple[int, str, str]]:
    return [(note.place.line, note.kind, note.message) for note in sheet.notes]


# A text, its statements, and for each note its line, its kind and a word of it.
READ = [
    ("x = 2.0\ny = x**2", "x = 2.0\ny = x ** 2", []),
    ("import numpy as xyz\ny = xyz.exp(x)", "y = np.exp(x)", [(1, "left out", "import")]),
    ("from math import sin as s, e, pi\ny = s(x)*e + pi", "y = math.sin(x) * math.e + math.pi", [(1, "left out", "import")]),
    ("import torch.nn.functional as nnf\ny = nnf.relu(x)", "y = F.relu(x)", [(1, "left out", "import")]),
    ("from math import e\ne = x + 1\ny = e**2", "e = x + 1\ny = e ** 2", [(1, "left out", "import")]),
    (">>> x = 2.0\n>>> y = x**2\n>>> y\n4.0", "x = 2.0\ny = x ** 2\ny", [(4, "left out", "answer")]),
    (">>> def f(x):\n...     return x\n... \n>>> f(2.)\n2.0", "def f(x):\n    return x\nf(2.0)", [(5, "left out", "answer")]),
    (">>> def f(x):\n\treturn x\n\n>>> f(2.)\n2.0", "def f(x):\n    return x\nf(2.0)", [(5, "left out", "answer")]),
    (">>> for i in range(2):\n\ty = y*x\n\tif i > 1:\n\t\ty = x\n\n>>> y\n4", "for i in range(2):\n    y = y * x\n    if i > 1:\n        y = x\ny", [(7, "left out", "answer")]),
    (">>> if x > 0:  # so\n\ty = 1\nelse:\n\ty = 2\n\n>>>y", "if x > 0:\n    y = 1\nelse:\n    y = 2\ny", []),
    (">>> x = np.array([1,\n              2])\n>>> x\narray([1, 2])", "x = np.array([1, 2])\nx", [(4, "left out", "answer")]),
    (">>> print(':')\n:\n>>> x*2", "x * 2", [(1, "left out", "print"), (2, "left out", "answer")]),
    ("# coding: utf-8\n\n# In[1]:\n\nx = 2\n# In[12]:\ny = x**2\n# %%\n# the end", "x = 2\ny = x ** 2",
     [(1, "left out", "file"), (3, "left out", "notebook"), (6, "left out", "notebook"), (8, "left out", "notebook")]),
    ("#!/usr/bin/env python\n# -*- coding: utf-8 -*-\ny = x", "y = x", [(1, "left out", "file"), (2, "left out", "file")]),
    ("from sympy.abc import x, y as v\ny = x*v", "y = x * v", [(1, "left out", "import")]),
    ("from sympy.abc import x\ny = x**2\ny.diff(x)", "y = x ** 2\nOUTPUT(y)", [(1, "left out", "import"), (3, "other", "'y'")]),
    ("In [3]: x = 2\n   ...: y = x**2\nIn [4]: y\nOut[4]: 4", "x = 2\ny = x ** 2\ny", [(4, "left out", "answer")]),
    ("[1]:\nx = 2\n[1]:\n2\n[2]:\ny = x**2", "x = 2\ny = x ** 2", [(4, "left out", "answer")]),
    ("We run:\n```python\nx**2\n```\nand see", "x ** 2", [(1, "left out", "prose"), (5, "left out", "prose")]),
    ("Here is the whole code\nimport math\ny = x", "y = x", [(1, "left out", "prose"), (2, "left out", "import")]),
    ("%matplotlib inline\n!pip install torch\ny = x", "y = x", [(1, "left out", "notebook"), (2, "left out", "notebook")]),
    ("y = x*2\nprint y, x", "y = x * 2", [(2, "left out", "print")]),
    ("    x = 2\n    y = x", "x = 2\ny = x", []),
    ("y = 𝑥 − 2 × θ;", "y = x - 2 * theta", []),
    ("ŷ = λ + 1\nprint(“done”)", "yhat = lambda + 1", [(2, "left out", "print")]),
    ("y\u200b = x\u00a0+ 0x10 + 1_000", "y = x + 16 + 1000", []),
    ("y = (x *\n     2)", "y = x * 2", []),
    ('def f(x: float, n: int = 3) -> float:\n    """Doc."""\n    return x**n', "def f(x, n=3):\n    return x ** n", [(2, "left out", "doc")]),
    ("@jax.jit\ndef f(x): return x\nf(2.)", "def f(x):\n    return x\nf(2.0)", [(1, "left out", "decorator")]),
    ("a: float = 2.0\nb: int\na*3", "a = 2.0\na * 3", [(2, "left out", "hint")]),
    ("if __name__ == '__main__':\n    y = x**2\n    print(y)", "y = x ** 2\ny", [(1, "left out", "guard"), (3, "left out", "print")]),
    ("def main():\n    w = 2.0\n    print(w**2)\nmain()", "w = 2.0\nw ** 2", [(3, "left out", "print")]),
    ("x = 2.0\ny = x**3\nprint('y', y)", "x = 2.0\ny = x ** 3\ny", [(3, "left out", "print")]),
    ("x = 2.0\ny = x**3\nprint(y.item())\nprint(x)", "x = 2.0\ny = x ** 3\ny", [(3, "left out", "print"), (4, "left out", "print")]),
    ("y = x**3\nz = y\nprint(y.shape)", "y = x ** 3\nz = y", [(3, "left out", "print")]),
    ("def f(x): return x\nw = 1\nprint(w, f(w))", "def f(x):\n    return x\nw = 1\nf(w)", [(3, "left out", "print")]),
    ("f(2.0)\nx = 3\ny = x", "x = 3\ny = x", [(1, "left out", "nothing uses")]),
    ("y = x**2\ny\ntensor(4.)", "y = x ** 2\ny", [(3, "left out", "nothing uses")]),
    ("a = Value(2.0, label='a')\nb = a*a; b.label = 'b'\nb.backward()\ndraw_dot(b)\nplt.show()",
     "a = Value(2.0)\nb = a * a\nOUTPUT(b)",
     [(2, "left out", "label"), (3, "left out", "output"), (4, "left out", "drawing"), (5, "left out", "drawing")]),
    ("class Value:\n    def __add__(s, o): global q\n    def __mul__(s, o): pass\na = Value(2)\na*a",
     "a = Value(2)\na * a", [(1, "left out", "numbers")]),
    ("class V:\n    def __add__(s, o): pass\n    def __mul__(s, o): pass\na = V(2)\na*a", "a = Value(2)\na * a", [(1, "left out", "numbers")]),
    ("y = x*2\ny.backward(torch.ones(2))", "y = x * 2\nOUTPUT(y, torch.ones(2))", [(2, "left out", "output")]),
    ("y = x*2\ny.sum().backward(retain_graph=True)", "y = x * 2\nOUTPUT(y.sum())", [(2, "left out", "output")]),
    ("x = torch.tensor(2.0)\nx.requires_grad_(True)\ny = x", "x = torch.tensor(2.0)  # trainable\ny = x", [(2, "left out", "inputs")]),
    ("x = torch.tensor(2.0)\nx.requires_grad = True\ny = x", "x = torch.tensor(2.0)  # trainable\ny = x", [(2, "left out", "inputs")]),
    ("w, b = torch.tensor(2., requires_grad=True), 1.0\ny = w*b", "w = torch.tensor(2.0, requires_grad=True)  # trainable\nb = 1.0\ny = w * b", []),
    ("x = tf.Variable(3.0)\nwith tf.GradientTape() as tape:\n    y = x**2\ndy = tape.gradient(y, x)",
     "x = tf.Variable(3.0)  # trainable\ny = x ** 2\nOUTPUT(y)", [(4, "left out", "derivative"), (4, "other", "'y'")]),
    ("x = tf.constant(3.0)\nwith tf.GradientTape() as g:\n    g.watch(x)\n    y = x*x\ng.gradient(y, x)",
     "x = tf.constant(3.0)  # trainable\ny = x * x\nOUTPUT(y)", [(3, "left out", "derivatives"), (5, "other", "'y'")]),
    ("w = torch.tensor(1.0, requires_grad=True)\nloss = w**2\nloss.backward()\nwith torch.no_grad():\n    w -= 0.1*w.grad\nw.grad.zero_()",
     "w = torch.tensor(1.0, requires_grad=True)  # trainable\nloss = w ** 2\nOUTPUT(loss)",
     [(3, "left out", "output"), (4, "left out", "no derivatives"), (6, "left out", "prepares")]),
    ("y = w*x\nw.data -= 0.1*w.grad\nw = w - 0.1*w.grad\nw.data = w.data - w.grad\nw -= w.grad.data", "y = w * x",
     [(2, "left out", "update"), (3, "left out", "update"), (4, "left out", "update"), (5, "left out", "update")]),
    ("opt = torch.optim.SGD([w], lr=0.1)\nloss = w**2\nopt.zero_grad()\nopt.step()", "loss = w ** 2",
     [(1, "left out", "optimizer"), (3, "left out", "optimizer"), (4, "left out", "optimizer")]),
    ("torch.manual_seed(0)\nassert x > 0\ny = x\ndel x", "y = x", [(1, "left out", "seed"), (2, "left out", "check"), (4, "left out", "name")]),
    ("x = float(input('x: '))\ny = x**2", "y = x ** 2", [(1, "left out", "input")]),
    ("x = sympy.symbols('x')\ny = x**2\nsympy.diff(y, x)", "y = x ** 2\nOUTPUT(y)", [(1, "left out", "declaration"), (3, "other", "'y'")]),
    ("t0 = time.time()\ny = x**2\nd = time.time() - t0", "y = x ** 2", [(1, "left out", "setting"), (3, "left out", "setting")]),
    ("device = torch.device('cpu')\ny = torch.ones(2, device=device).to(device)*x", "y = torch.ones(2) * x", [(1, "left out", "setting")]),
    ("y = x.data*w", "y = x.detach() * w", []),
    ("criterion = nn.MSELoss()\ncriterion(x, y)", "criterion = F.mse_loss\ncriterion(x, y)", []),
    ("x = np.array([1, 2], dtype=float)\ny = x[0:1, ...]", "x = np.array([1, 2])\ny = x[0:1, ...]", []),
    ("def f(x, *, n=2): return x*n\nf(3., n=4)", "def f(x, n=2):\n    return x * n\nf(3.0, n=4)", []),
    ("def f(w):\n    loss = w**2\n    loss.backward()\nf(2.0)", "def f(w):\n    loss = w ** 2\n    return loss\nf(2.0)", [(3, "left out", "output")]),
    ("x = torch.autograd.Variable(torch.Tensor([1.]), requires_grad=True)\nx*2", "x = Variable(torch.Tensor([1.0]), requires_grad=True)  # trainable\nx * 2", []),
    ("key = jax.random.PRNGKey(0)\ny = x", "y = x", [(1, "left out", "seed")]),
    ("x = 2\nu = x*3\ny = u + 5\ndy_du = 1\ndu_dx = 3\ndx = dy_du*du_dx\nprint('the slope', dx)", "x = 2\nu = x * 3\ny = u + 5",
     [(4, "left out", "by hand"), (5, "left out", "by hand"), (6, "left out", "by hand"), (7, "left out", "print")]),
    ("import math\ndL_dw = 2*(w*x - y)*x", "dL_dw = 2 * (w * x - y) * x", [(1, "left out", "import")]),
    ("import math\ndx = 0.1\ny = (f(x + dx) - f(x))/dx", "dx = 0.1\ny = (f(x + dx) - f(x)) / dx", [(1, "left out", "import")]),
    ("x = tf.convert_to_tensor([1.4])\ny = x*2\nx.shape", "x = tf.constant([1.4])\ny = x * 2", [(3, "left out", "kept")]),
    ("def unused():\n    global q\ny = x", "y = x", [(1, "left out", "nothing that is read uses it")]),
]  # fmt: skip

DERIVATIVES = [
    ("g = grad(jnp.tanh)\nprint(g(2.0))", "OUTPUT(jnp.tanh(2.0))", "jnp.tanh"),
    ("print(grad(grad(grad(jnp.tanh)))(2.0))", "OUTPUT(jnp.tanh(2.0))", "jnp.tanh"),
    ("def f(x): return x\njax.grad(f, argnums=(0,))(2.0)", "def f(x):\n    return x\nOUTPUT(f(2.0))", "f"),
    ("def f(x): return x\ndf = jax.jit(jax.grad(f, 0))\ny = 2*df(3.0)", "def f(x):\n    return x\nOUTPUT(f(3.0))", "f"),
    ("jax.grad(lambda x: x**2)(3.0)", "OUTPUT((lambda x: x ** 2)(3.0))", "lambda"),
    ("from autograd import elementwise_grad as eg\neg(np.sin)(x)", "OUTPUT(np.sin(x))", "np.sin"),
    ("def f(x): return x\nv, g = jax.value_and_grad(f)(1.5)", "def f(x):\n    return x\nOUTPUT(f(1.5))", "'f'"),
    ("def f(x): return x\nv, g = jax.value_and_grad(f)(1.5)\nz = v*2", "def f(x):\n    return x\nv = f(1.5)\nOUTPUT(v)\nz = v * 2", "f"),
    ("jax.hessian(f)(x)", "OUTPUT(f(x))", "f"),
    ("jax.jacfwd(jax.jacrev(f))(x)", "OUTPUT(f(x))", "f"),
    ("def f(x): return x\ntorch.autograd.functional.jacobian(f, (x, y))", "def f(x):\n    return x\nOUTPUT(f(x, y))", "f"),
    ("y = x**2\ndy, = torch.autograd.grad(y, x, create_graph=True)", "y = x ** 2\nOUTPUT(y)", "'y'"),
    ("y = x**2\ntorch.autograd.grad(outputs=y, inputs=x, grad_outputs=v)", "y = x ** 2\nOUTPUT(y, v)", "'y'"),
    ("import theano.tensor as T\nx = T.dscalar('x')\ny = T.exp(x)\ng = T.grad(y, x)", "y = np.exp(x)\nOUTPUT(y)", "'y'"),
    ("y, pull = jax.vjp(jnp.sin, x)", "OUTPUT(jnp.sin(x))", "jnp.sin"),
]  # fmt: skip

LOOPS = [
    ("for e in range(9):\n    loss = (w*x)**2\n    loss.backward()\n    with torch.no_grad():\n        w -= w.grad\n    w.grad.zero_()\n    print(e)", True),
    ("for e in range(9):\n    loss = (w*x)**2\n    g = grad(loss)(w)\n    w = w - 0.1*g", True),
    ("for e in range(9):\n    opt.zero_grad()\n    loss = f(w)\n    total += loss.item()\n    log.append(loss.item())\n    loss.backward()", True),
    ("for e in range(9):\n    loss = (w*x - y)**2\n    grad_w = 2*(w*x - y)*x\n    w -= 0.1*grad_w", True),
    ("while True:\n    loss = w**2\n    loss.backward()\n    w.data -= w.grad\n    if loss < 1e-3:\n        break", True),
    ("for e in range(9):\n    loss = 0\n    for x in xs:\n        loss = loss + w*x\n    loss.backward()", True),
    ("for i in range(3):\n    y = y*x + i", False),
    ("for a in [1., 2.]:\n    s += (x - a)**2", False),
    ("for _ in range(4):\n    x = 0.5*(x + a/x)", False),
    ("for i in range(3):\n    w = w - 0.1*gradient(w)", False),
    ("while b < 10:\n    b = b*2", False),
    ("for i in range(3):\n    outs.append(i*x)\ny = sum(outs)", False),
    ("for i in range(3):\n    if i > 1:\n        y = x\n    z = y", False),
    ("for i in range(3):\n    z = y\n    y = z + x", False),
]  # fmt: skip

# A text, the place of its problem, a word of its message, and the text with the fix in it where there is one.
REFUSED = [
    ("def f(x)\n    return x", (1, 9, 0), "':' is missing", "def f(x):\n    return x"),
    ("if x = 2:\n    y = 1", (1, 6, 1), "==", "if x == 2:\n    y = 1"),
    ("for i in range(3):\ny = 2", (2, 1, 1), "not indented", "for i in range(3):\n    y = 2"),
    ("x = 1\n  y = 2", (2, 3, 1), "indented like no line", "x = 1\ny = 2"),
    ("if x > 0:\n", (1, 9, 1), "block", None),
    ("if x:\n    y = 1\nelse if z:\n    y = 2", (3, 1, 7), "elif", "if x:\n    y = 1\nelif z:\n    y = 2"),
    ("y = (x + 1\nz = 2", (1, 5, 1), "'(' is not closed", "y = (x + 1)\nz = 2"),
    ("y = np.exp(x", (1, 11, 1), "'(' is not closed", "y = np.exp(x)"),
    ("a = [1, 2)", (1, 5, 1), "'[' is not closed before ')'", "a = [1, 2]"),
    ("y = x)", (1, 6, 1), "closes nothing", "y = x"),
    ("y = 2x", (1, 6, 1), "operator", "y = 2*x"),
    ("y = w x", (1, 7, 1), "two names side by side", "y = w*x"),
    ("y = np.array([1 2])", (1, 17, 1), "two numbers side by side", "y = np.array([1, 2])"),
    ("y = 2(x + 1)", (1, 5, 1), "no function", "y = 2*(x + 1)"),
    ("y = x ^ 2", (1, 7, 1), "'^' is no power", "y = x ** 2"),
    ("if x > 0 && y > 0:\n    z = 1", (1, 10, 2), "'and'", "if x > 0  and  y > 0:\n    z = 1"),
    ("f(x) = x**2", (1, 1, 6), "def", "def f(x): return x**2"),
    ("y = 'abc", (1, 5, 1), "quotation", None),
    ("y = x +", (1, 7, 1), "missing after '+'", None),
    ("y = 1 +* 2", (1, 8, 1), "'*'", None),
    ("y = x + 1j", (1, 9, 2), "real", None),
    ("y = 01", (1, 5, 2), "begin with 0", "y = 1"),
    ("y = 1e999", (1, 5, 5), "double", None),
    ("y = é", (1, 5, 1), "latin small letter e with acute", None),
    ("y = \x00", (1, 5, 1), "U+0000", None),
    ("y = \ud83d", (1, 5, 1), "U+D83D", None),
    ("y = _x", (1, 5, 2), "begin with '_'", "y = x"),
    ("x.__class__", (1, 3, 9), "begin with '_'", None),
    ("y = __import__('os').system('ls')", (1, 5, 10), "begin with '_'", None),
    ("y = {1: x}", (1, 5, 6), "dictionary", None),
    ("y = {**p}", (1, 5, 5), "dictionary", None),
    ("y = {k: x for k in p}", (1, 5, 17), "dictionary", None),
    ("import a\np = set(w)\ny = p", (2, 5, 6), "set", None),
    ("y = (z := 2)", (1, 6, 6), "':='", None),
    ("y = x in [1, 2]", (1, 7, 2), "compare", None),
    ("y = 'a' + x", (1, 5, 3), "text", None),
    ("y = float('inf')", (1, 5, 12), "finite", None),
    ("W = np.random.randn(5)\ny = W", (1, 5, 18), "no fixed values", None),
    ("rng = np.random.default_rng(0)\ny = rng.normal(2)", (2, 5, 13), "no fixed values", None),
    ("key = PRNGKey(0)\ndef init(k): return k\ny = init(key)", (3, 5, 9), "no fixed values", None),
    ("m = nn.Linear(2, 1)\ny = m(x)", (1, 5, 15), "no fixed values", None),
    ("class Net(Other):\n    def forward(self, x): return x\nnet = Net()\ny = net(x)", (1, 1, 17), "class Net", None),
    ("async def f(): pass", (1, 1, 19), "async", None),
    ("def f(x):\n    global y\nf(2)", (2, 5, 8), "global", None),
    ("def f(**xs): return xs\nf(2)", (1, 9, 2), "any options", None),
    ("@property\ndef f(x): return x\nf(2)", (1, 2, 8), "decorator", None),
    ("with open('a') as b:\n    y = 2", (1, 1, 20), "'with'", None),
    ("for x in y:\n    z = x\nelse:\n    w = 1", (4, 5, 5), "else of a loop", None),
    ("x.y = 2\nz = x", (1, 1, 3), "not to a part", None),
    ("x.sort()\ny = x\nx = [2]\nx.sort()", (4, 1, 8), "in place", None),
    ("import torch\nimport numpy as np", (1, 1, 12), "import", None),
    ("# nothing", (1, 1, 9), "comments", None),
]  # fmt: skip

HOSTILE = [
    "import os\nos.system('x')", "exec('x = 1')\ny = 2", "eval('2')\ny = x", "y = [a for b in c for d in e for f in g]",
    "y = x.__class__.__bases__[0].__subclasses__()", "@exec\ndef f(x): return x\nf(1)", "y = (lambda: (yield))()",
    "def f(x): return f(f(x))\nf(f(1))", "print(" * 80 + ")" * 80, "y = " + "-" * 990 + "x", "x" + "()" * 400,
    "y = " + "+".join(["x"] * 900), "".join(f"{' ' * i}if x:\n" for i in range(80)) + " " * 80 + "y = 1",
    "if a:\n y = 1\n" + "elif a:\n y = 1\n" * 85 + "else:\n y = 1", "x" + "[0]" * 400, "x = " + "x if x else " * 300 + "x",
    "".join(f"{' ' * i}for x{i} in x:\n" for i in range(60)) + " " * 60 + "y = y + 1", "x = y = " * 300 + "2",
    "y = " + "lambda: " * 400 + "x", "y = not " * 3 + "x", "x = '" + "{" * 500 + "'", "f'{" * 30, '"""' * 3, "'''", "\\\n" * 50,
]  # fmt: skip


@pytest.mark.parametrize(("text", "statements", "notes"), READ)
def test_statements_are_kept_and_the_rest_is_noted(
    text: str, statements: str, notes: list[tuple[int, str, str]]
) -> None:
    sheet = read_code(text, WEB)
    assert printed(sheet) == statements
    found = noted(sheet)
    assert [(line, kind) for line, kind, _ in found] == [(line, kind) for line, kind, _ in notes]
    for (_, _, message), (_, _, word) in zip(found, notes, strict=True):
        assert word in message


@pytest.mark.parametrize(("text", "statements", "of"), DERIVATIVES)
def test_a_derivative_that_is_asked_for_is_an_output(text: str, statements: str, of: str) -> None:
    sheet = read_code(text, WEB)
    assert printed(sheet) == statements
    assert any(kind == "other" and of in message for _, kind, message in noted(sheet))


@pytest.mark.parametrize(("text", "once"), LOOPS)
def test_a_loop_whose_turns_are_alike_is_read_once(text: str, once: bool) -> None:
    sheet = read_code(text, WEB)
    loop = next(each for each in sheet.statements if isinstance(each, ast.For | ast.While))
    assert loop.once == once  # type: ignore[union-attr]
    assert any(kind == "once" for _, kind, _ in noted(sheet)) == once


@pytest.mark.parametrize(("text", "place", "word", "mended"), REFUSED)
def test_a_problem_has_its_place_and_its_fix(
    text: str, place: tuple[int, int, int], word: str, mended: str | None
) -> None:
    with pytest.raises(BadSyntax) as caught:
        read_code(text, WEB)
    assert caught.value.place == Place(*place)
    assert word in caught.value.message
    assert [with_fix(text, fix) for fix in caught.value.fixes] == ([mended] if mended is not None else [])
    if mended is not None:
        read_code(mended, WEB)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_code_is_text_like_any_other(text: str) -> None:
    try:
        read_code(text, WEB)
    except Problem as problem:
        assert problem.status in (400, 413)


@pytest.mark.parametrize("text", [
    "x" * 20_001, "x = 1\n" * 1_001, "y = " + "(" * 91 + "x" + ")" * 91, "y = " + "-" * 1_001 + "x",
    "y = " + "1" * 401, "y = " + "x" * 65, "if x:\n y = 1\n" + "elif x:\n y = 1\n" * 91,
])  # fmt: skip
def test_what_passes_a_bound_is_refused_before_the_work(text: str) -> None:
    with pytest.raises(TooLarge):
        read_code(text, WEB)


def _nodes(sheet: Sheet) -> Iterator[ast.AST]:
    for statement in sheet.statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.expr | ast.stmt):
                yield node


def _text_at(text: str, place: Place) -> str:
    line = text.split("\n")[place.line - 1]
    return line[place.column - 1 : place.column - 1 + place.length]


_PLACED = [text for text, *_ in (*READ, *DERIVATIVES, *LOOPS)]


@pytest.mark.parametrize("text", _PLACED)
def test_a_name_stands_at_its_place_as_it_was_typed(text: str) -> None:
    for node in _nodes(read_code(text, WEB)):
        assert place_of(node).line >= 1
        if isinstance(node, ast.Name) and not isinstance(node, ast.Attribute):
            assert _text_at(text, place_of(node)).endswith(typed_of(node))
        if isinstance(node, ast.BinOp | ast.Compare | ast.BoolOp):
            assert _text_at(text, sign_of(node)) == node.sign_typed  # type: ignore[union-attr]


_LINES = st.lists(st.sampled_from([
    "x = 2.0", "y = x*θ + 1", "    z = y  # note", "for i in range(3):", "    y = y + i", "print(y)", "y.backward()", "import torch",
    "w -= w.grad", "def f(a, b=2):", "    return a*b", "f(1)", "if y > 0:", "else:", ">>> x", "```", "We see that", "(", ")", "'", '"""',
    "with torch.no_grad():", "x = torch.tensor(1., requires_grad=True)", "\\", "\tq = 1", "v, g = value_and_grad(f)(x)", "é", "class A:", "a.b = 2",
]), max_size=12)  # fmt: skip


@given(_LINES)
@settings(max_examples=300, deadline=None)
def test_lines_in_any_order_are_read_or_refused_at_a_place(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        sheet = read_code(text, WEB)
    except Problem as problem:
        assert problem.status in (400, 413)
        assert problem.place is None or 1 <= problem.place.line <= len(lines) + 1
        return
    assert sheet.statements
    for note in sheet.notes:
        assert note.place.line <= len(lines)
