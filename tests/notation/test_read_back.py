"""Whatever formula is shown, read back as a program, gives the numbers that it stands for.

Three kinds are read: each node's text with its operands bound to their values, the program's lines in LaTeX, and
closed forms in text and in LaTeX.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphs.notation.program import shapes_of, typeset
from graphs.study import Study, study
from tests.closed_forms.test_closed_forms import check
from tests.support.arrays import Grown, grown
from tests.support.trees import NAMES, Tree, render, trees

Number = Any


def value_of(made: Study) -> Number:
    return made.evaluation.values[made.graph.outputs[0]]


def same(again: Number, number: Number, scale: float = 1.0) -> bool:
    return np.shape(again) == np.shape(number) and bool(
        np.allclose(again, number, rtol=1e-9, atol=1e-12 * max(scale, 1.0), equal_nan=True)
    )


def texts_read_back(made: Study) -> int:
    """Read every node's text with what it names bound to values; how many there were."""
    graph, values = made.graph, made.evaluation.values
    names = dict(zip(made.notation.names, values, strict=False))
    count = 0
    for i in range(len(graph.inputs), len(graph)):
        text = made.notation.text(i)
        at = {name: np.asarray(names[name]).tolist() for name in re.findall(r"[A-Za-z_]\w*", text) if name in names}
        if any(np.ndim(x) > 2 for x in at.values()):
            continue  # only a program makes these
        if not np.isfinite(values[i]).all() or not all(np.isfinite(x).all() for x in at.values()):
            continue
        if re.search(r"'|⁽|(?<![\w.])[A-Za-z]\w*\.\d|\barray \d", text.replace("'fro'", "")):
            continue  # a name of a new definition or of a part apart, an array told by its size: for people alone
        if graph.rows[i].binds == 0:
            text = f"where({text}, 1, 0)"
        again = study(text, at)
        assert same(value_of(again), values[i]), (text, value_of(again), values[i])
        count += 1
    return count


def formula_read_back(made: Study) -> None:
    """Paste the program's LaTeX: the same value and gradient, or the same entries of a Jacobian."""
    lines = typeset(made.program, shapes_of(made.point), made.notation.result)
    if len(made.graph.outputs) > 1:  # several outputs cannot have a name
        lines[-1] = re.sub(r"^\S+ = \\left\((.*)\\right\)$", r"\\, \1", lines[-1])
    names = {name: written(name) for name in made.point}
    text = "\n".join(lines)
    if len(set(names.values())) < len(names):
        return
    again = study(text, {names[name]: np.asarray(x).tolist() for name, x in made.point.items()}, form="latex")
    assert not [issue for issue in again.issues if issue.kind == "missing input"], (made.program.text, text)
    assert same(value_of(again), value_of(made)), (made.program.text, text, value_of(again), value_of(made))
    order = {name: i for i, name in enumerate(again.graph.inputs)}
    for ours, theirs in zip(made.jacobian or [], again.jacobian or [], strict=True):
        size = max(float(np.max(np.abs(x))) for x in ours) if ours else 0.0
        for i, name in enumerate(made.graph.inputs):
            assert same(theirs[order[names[name]]], ours[i], size), (text, name)


def written(name: str) -> str:
    """What LaTeX makes of a name: x1 is x_1."""
    if "__" in name or name.endswith("_"):
        return name
    return re.sub(r"^([A-Za-z]+)(?<!hat)([0-9].*)$", r"\1_\2", name)


# programs whose formulas once lost brackets, digits, options or an operation's kind; and others of their sort
A, B = [[2.0, 0.5], [0.3, 1.5]], [[0.5, -1.0], [2.0, 0.25]]
S3 = {"A": [[1.5, -2, 0.3], [0.2, 4, 1]], "v": [0.5, -1, 2], "x": [0.2, 0.4], "w": [2.0, 3.0]}
TABLE: list[tuple[str, dict[str, Any]]] = [
    *((text, {"x": 1.25, "y": 0.5}) for text in (
        "299792458*x", "x**1.0000000001", "1e-7**x", "6.02214076e23*x/1.5e-9", "0.1*x + 1e-3*x", "3.14159265358979*x",
        "1e6*x - .5*x + 3.*y", "1e22*x", "123456789.123456789*x", "2.5e-7*x*3", "x*2.5e-7", "x**1e-3", "x/1e-5/y", "1e5**2*x",
        "x + -y", "x - -y", "x*-y", "-x*-y", "-(-x)", "(-x)**2", "-x**2", "(-2)**3*x", "2**-x", "(x**2)**y", "x**y**2", "(x*y)**2",
        "(x/y)**2", "x/(y/2)", "x/y/2", "x/(y*2)", "(x/y)*2", "x*(y + 1)", "(x + 1)*(y - 1)", "x - (y - 1)", "x - (y + 1)",
        "(x + y)!", "(x!)!", "(x!)**2", "(x**2)!", "(-x)!", "-x!", "2*x!", "x!*(y + 1)", "abs(x - abs(y - 3))", "floor(x + ceil(y))",
        "where(x + y > x*y, x, where(y <= 2, y, x))", "where(x == y, x, y)", "where(x != 1, x, y)", "where(x, x, y)",
        "max(x, min(y, 2), -x)", "log(x, 3) + log(5, y)", "log(x, x + y)", "log(x, 1e5)", "sqrt(x)**2", "cbrt(x)/3", "exp(x)**2",
        "exp(x)*(y + 1)", "sin(x)**2*cos(y)", "sin(x)**-1", "x**-1", "x**0", "x**1", "x**2.0", "x**-0.5", "x**(1/3)", "x**(-y)",
        "x**(y + 1)", "exp(-(x**2))", "exp(x + y)**(x - y)", "2**(x + y)", "(x + y)**3", "1/(1 + exp(-x))", "hypot(x, y)", "x*y",
        "lgamma(x)", "lgamma(200*x)", "lognormcdf(-40*x)", "normcdf2(x, y, 0.3)",
        "-(x + y)", "-(x*y)", "-x - y", "-(x - y)*2", "pi*x + e**y", "x*y, x + y", "k = 2e-9; k*x", "x*max(x, y)*2*3")),
    *((text, {"Delta": 1.5, "x": 0.5}) for text in ("Delta*x", "Delta*(x + 1)", "x*Delta")),
    *((text, {"sigma": 1.5, "Gamma": 0.5}) for text in ("sigma*(Gamma + 1)", "Gamma*(sigma - 1)", "sigmoid(sigma)")),
    *((text, {"T": 2.0, "x": 1.5, "e": 0.7}) for text in ("x**T", "T*(x + e)", "exp(x)*e", "e**x", "x**T**2 + e")),
    ("learning_rate*my_long_name*lr + x1y - x_ + x + x__y*x_y", {"x": 3.0, "x_y": 2.0}), ("theta_0 + theta1*x_in*(what + yhat)", {"x_in": 0.3}),
    ("gamma*(beta + 1)*lambda", {"gamma": 2.0, "beta": 0.5, "lambda": 3.0}), ("W*x + (W + 1)*(W - x)/W**-1", {"W": 2.0, "x": 0.5}),
    *((text, {"A": A, "B": B, "x": [0.2, 0.4], "w": [2.0, 3.0], "s": 1.5}) for text in (
        "logdet(B @ B.T + eye(2))", "sum(log(A @ x))", "sum((A @ x)/w)", "(A + B).T", "(A @ B).T @ x", "(A*B) @ x", "A*(B @ A)", "A @ (B*A)",
        "A @ B @ x", "A @ (B @ x)", "A @ (x/w)", "A/B @ x", "(A/2) @ (x*w)", "2*A @ x", "2*(A @ x)", "A @ x*2", "A @ (s*x)", "s*(A @ x)",
        "s*x @ A", "-A @ x", "A @ -x", "(-A) @ x", "A**2 @ x", "(A @ B)**2", "A**-1", "inv(A)", "inv(A + B)", "inv(x*A) @ w", "A**-1 @ x",
        "inv(A) @ x", "solve(A, x)", "solve(A + B, x - w)", "solve(A @ B, x)", "solve(A, x)*2", "2*solve(A, x)", "solve(A.T, -x)",
        "outer(x, w)", "outer(x**2, w + 1)", "outer(A @ x, w)*s", "dot(x, w)", "dot(x + 1, w - 1)", "dot(x, A @ w)", "dot(A, B)", "x @ A",
        "x @ w", "(x + w) @ A", "softmax(x) @ A", "x @ A @ w", "x.T @ A", "A.T.T @ x", "trace(A @ B)", "det(A - B)", "det(A)*2", "A.T*B",
        "A*B", "A*s", "s*A", "A*x", "x*A", "x*w", "A + 1", "A[0]", "A[0, 1]*x[1]", "A[:, 0] @ x", "A.T[0]", "(A + B)[0]", "A[0][1]",
        "A[0]**2", "(A**2)[0]", "-x[0]", "(-x)[0]", "(A @ x)[1]", "[x[0], s, 2] * s", "[[s, 1], [2, x[1]]] @ x", "[[s], [2]] * x", "[[s]]",
        "[s]", "[x, w]", "s*[x[0], 1]", "norm(A)", "norm(A, 'fro')", "norm(x, 1)", "norm(x, 2)", "norm(A, axis=0)", "norm(A, 1, axis=1)",
        "norm(A @ x - w)**2", "sum(A, axis=0, keepdims=True)", "mean(A, axis=1)", "max(A)", "max(A, axis=0)", "prod(A, axis=(0, 1))",
        "logsumexp(A, axis=0)", "softmax(A, axis=0)", "cumsum(A, axis=1)", "cumsum(A)", "concat(x, w)", "concat([A, B], axis=1)",
        "stack([x, w], axis=1)", "stack(x, w)", "reshape(A, [4])", "flatten(A)", "reshape(A, [1, -1])", "diag(x) + diag(A)", "ones(2)*x",
        "A @ ones([2, 2])", "A + zeros([2, 2]) + eye(2)", "x[None, :]*A", "A[..., 0]", "A[::-1]", "where(A > B, A, B)", "relu(A - B)",
        "sum(x**1)", "x**[1, 2]", "(x + w)!", "exp(A)*B", "transpose(A)", "A.T**2", "(A**2).T", "s*A.T @ x", "A @ B.T", "x*A.T",
        "[1.23456789, 2]*x", "A @ [[0.1, 1e-9], [1, -2]]", "x/1e-9", "sum(A @ B.T)/sum(x) - 1")),
    ("a @ b", {"a": A, "b": B}), ("a*b @ x", {"a": A, "b": B, "x": [1.0, 2.0]}), ("inv(a) + a**-1", {"a": A}), ("solve(a, x)", {"a": A, "x": [1.0, 2.0]}),
    ("(X @ a)*2", {"X": A, "a": B}), ("x = [1, 2]\ny = [0.5, 2]\nsum(theta*x - y)", {"theta": 0.5}),
    ("c' = f*c + i*g\nh' = o*tanh(c')\n(h' - t)**2/c'**2", {"f": 0.5, "c": 2.0, "i": 0.3, "o": 0.7}),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at"), TABLE, ids=str)
def test_what_is_shown_of_a_program_reads_as_the_program(program: str, at: dict[str, Any]) -> None:
    made = study(program, {name: x for name, x in at.items() if re.search(rf"\b{name}\b", program)})
    assert texts_read_back(made) > 0
    formula_read_back(made)
    check(made)


# of products of gammas, and of arrays of three axes, which no point can bind
UNBOUND: list[tuple[str, dict[str, Any]]] = [
    *((text, {"x": 1.25, "y": 0.5}) for text in ("beta(x, y)*2", "binomial(x + 4, y)", "binomial(x, 2)**y", "-beta(x + 1, y)")),
    *((text, {"t": [*map(float, range(12))]}) for text in (
        "transpose(reshape(t, [2, 3, 2]), 0, 1)", "reshape(t, [2, 3, 2]).T", "reshape(t, [2, 3, 2])[:, 0, 1:]",
        "sum(reshape(t, [2, 3, 2]), axis=(0, 2))", "transpose(reshape(t, [2, 3, 2]), -1, 0)*2", "reshape(t, [3, 1, 4])[..., None, 0]")),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at"), UNBOUND, ids=str)
def test_the_formula_reads_as_the_program(program: str, at: dict[str, Any]) -> None:
    made = study(program, {name: x for name, x in at.items() if re.search(rf"\b{name}\b", program)})
    assert texts_read_back(made) > 0
    formula_read_back(made)


POINT = st.fixed_dictionaries({name: st.floats(-3, 3).map(lambda x: round(x, 3)) for name in NAMES})


@settings(max_examples=75)
@given(trees(), POINT)
def test_what_is_shown_of_random_expressions_reads_back(tree: Tree, point: dict[str, float]) -> None:
    made = study(render(tree, lambda: 0).text, point)
    texts_read_back(made)
    if np.isfinite(value_of(made)):
        formula_read_back(made)


@settings(max_examples=40)
@given(grown())
def test_what_is_shown_of_random_programs_of_arrays_reads_back(program: Grown) -> None:
    made = study(program.text, program.point)
    texts_read_back(made)
    formula_read_back(made)
