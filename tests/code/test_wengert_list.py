"""Both sweeps as a NumPy program: it is run, many programs in one process, and what it asserts holds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphs import gallery
from graphs.code.lines import Code
from graphs.code.pullbacks import PULLBACKS
from graphs.code.script import code
from graphs.code.wengert_list import WengertList
from graphs.errors import Problem
from graphs.explain.rules import statements
from graphs.operations.table import OPERATIONS
from graphs.study import Study, study
from tests.support.arrays import grown
from tests.support.references import cases
from tests.support.scripts import run
from tests.support.trees import NAMES, render, trees

A = {"A": [[1.5, -2, 0.3], [0.2, 4, 1]], "v": [0.5, -1, 2]}
SQUARE = {"A": [[4.0, 2, 1], [2, 5, 0.5], [1, 0.5, 3]], "v": [0.5, -1, 2]}
ZEROS = {"A": [[1.5, 0, 0.3], [0.2, 0, 1]], "v": [0.5, 0, 2]}
STACKS = {"A": [[1.5, -2, 0.3], [0.2, 4, 1]], "t": [*map(float, range(1, 13))]}


def program(made: Study) -> Code:
    return Code(WengertList(made).lines())


def agreed(made: Study) -> str:
    return "agreed: " + ", ".join(["value", *(f"d/d{name}" for name in made.graph.inputs)]) + "\n"


def check(told: list[tuple[str, dict[str, Any], Any]], quietly: bool = True) -> None:
    """Each program asserts the value and every derivative, and is right; quietly: NumPy warns of nothing."""
    studies = [study(text, at, cotangent=cotangent) for text, at, cotangent in told]
    texts = [program(made) for made in studies]
    for made, text, (said, failure, warned) in zip(studies, texts, run(texts), strict=True):
        assert not failure, f"{failure}\n{text}"
        assert said == agreed(made), f"{said}\n{text}"
        assert not (quietly and warned), f"{warned}\n{text}"


def test_the_assignment_reads_like_a_textbooks_page() -> None:
    lines = code(study("exp(x1)*(x1**2 + x2**2)**3", {"x1": 0, "x2": 2}))["numpy"].splitlines()
    start = lines.index("c3 = np.exp(x1)")
    assert lines[start : start + 6] == [
        "c3 = np.exp(x1)",
        "c4 = x1**2",
        "c5 = x2**2",
        "c6 = c4 + c5",
        "c7 = c6**3",
        "c8 = c3*c7",
    ]
    start = lines.index("c8_bar = 1.0")
    assert lines[start + 3 : start + 11] == [
        "c3_bar += c8_bar*c7", "c7_bar += c8_bar*c3", "c6_bar += c7_bar*3*c6**2", "c4_bar += c6_bar", "c5_bar += c6_bar",
        "x2_bar += c5_bar*2*x2", "x1_bar += c4_bar*2*x1", "x1_bar += c3_bar*c3"]  # fmt: skip
    assert "np.testing.assert_allclose(x2_bar, 192.0, rtol=1e-08" in lines[-2]


def test_every_rows_example_the_gallery_and_the_reference_cases_agree() -> None:
    stated = [one for name in sorted({row.name for row in OPERATIONS}) for one in statements(name)]
    rows = [
        (one.program, one.at, cotangent)
        for one in stated
        for cotangent in ([None, one.cotangent] if one.cotangent else [None])
    ]
    shown = [(example.program, example.at, None) for example in gallery.examples()]
    referred = [(case["expression"], case["inputs"], None) for case in cases()]
    check([each for each in (*rows, *shown, *referred) if "normcdf2" not in each[0]])


# options, shapes that broadcast, entries that are 0
ROWS = [
    *((text, A) for text in (
        "sum(A, axis=0)*v", "sum(A, axis=1, keepdims=True)", "sum(A, axis=(0, 1))", "A.mean(axis=-1)", "prod(A)", "prod(A, axis=1, keepdims=True)",
        "max(A, axis=1)", "min(A, axis=0)", "logsumexp(A, axis=0)", "logsumexp(A, axis=1, keepdims=True)", "norm(v, 1)", "norm(A, 1, axis=1)",
        "norm(v, 3)", "norm(A, 3, axis=0)", "norm(A, axis=1, keepdims=True)", "softmax(A, axis=0)", "log_softmax(A, axis=0)", "cumsum(A)",
        "cumsum(A, axis=1)", "cumprod(A)", "cumprod(A, axis=1)", "logcumsumexp(A, axis=0)", "v @ A.T", "A @ v", "A @ A.T", "v @ v", "outer(v, A[0])",
        "solve(A @ A.T, A)", "solve(A @ A.T, A @ v)", "det(A @ A.T)", "pinv(A)", "diag(A)", "A[:, 1]", "A[1, ::-2]", "v[None, :]*A", "A[..., 0]",
        "concat([A, A], axis=1)", "stack([v, A[1]], axis=1)", "[v, A[0]*2]", "[[v[0], 2], [A[0, 0], v[1]]]", "A*v[:2][:, None]", "A/A[:1] + A[0, 0]",
        "flip(A, axis=0)", "roll(A, 1)", "roll(A, 2, axis=1)", "tile(A, (2, 1))", "tile(v, (2, 2))", "repeat(A, 2)", "repeat(v, [1, 0, 2])",
        "repeat(A, [1, 0, 3], axis=1)", "triu(A, 1)", "diagonal(A, 1)", "diagonal(A, -1)", "broadcast_to(A[:, :1], [4, 2, 3])", "broadcast_to(v[0], [2, 3])",
        "einsum('ij->', A)", "einsum('ii->i', A @ A.T)", "einsum('ii', A @ A.T)", "einsum('i,i,i->', v, v, v)", "einsum('i,j->j', v, v)",
        "einsum('...j,j->...', A, v)", "cross(A, A[::-1])", "convolve(v, A[:, 0], mode='same')", "convolve(A[:, 0], v, mode='valid')",
        "correlate(v, A[0], mode='full')", "correlate(A[:, 0], v, mode='same')", "sort(A, axis=0)", "sort(A, axis=None)", "argmin(A, axis=0)*v",
        "max(A, v)", "max(v, 0.5, A)", "min(v, 2*v, A)", "where(A > 0, A, v)", "where(A > 0, 1, 2)*v", "relu(A - v)", "abs(A)**v", "A**2 + 2**A", "leaky_relu(A, v[0])",
        "copysign(A, v)", "A % v", "boxcox(v**2, A)", "squareplus(A, v**2)", "heaviside(A, v)", "floor(A)*A", "detach(A)*v")),
    *((text, SQUARE) for text in ("cholesky(A)", "det(A)", "inv(A)", "logdet(A)", "matrix_power(A, 3)", "diag(A)", "diagonal(A)", "trace(A)")),
    *((text, ZEROS) for text in (
        "prod(A)", "prod(v)", "prod(A, axis=0)", "cumprod(v)", "cumprod(A)", "norm(A, axis=0)", "norm(A[:, 1])", "norm(v, 1)", "det(A[:, :2])", "hypot(v, v)",
        "abs(v)", "max(v, 0)", "max(v, v[::-1], 0*v)", "min(v*0)", "xlogy(v, A[0] + 1)", "exprel(v)", "elu(v)", "leaky_relu(v)", "v**0", "v**1", "v**2.5",
        "relu(v)", "sort(v)", "boxcox(v + 1, v)")),
    *((text, STACKS) for text in (
        "reshape(t, [2, 3, 2]).T*2", "transpose(reshape(t, [2, 3, 2]), 0, 2)", "transpose(reshape(t, [2, 3, 2]), (1, 2, 0))", "reshape(t, [2, 3, 2]) @ t[:2]",
        "reshape(t, [2, 3, 2]) @ reshape(t, [2, 2, 3])", "t[:3] @ reshape(t, [2, 3, 2])", "A @ reshape(t, [2, 3, 2])", "diagonal(reshape(t, [2, 3, 2]))",
        "diagonal(reshape(t, [2, 3, 2]), axis1=1, axis2=2)", "sum(reshape(t, [2, 3, 2]), axis=(0, 2))", "norm(reshape(t, [2, 3, 2]), axis=(0, 2))",
        "reshape(t, [2, 3, 2])[1, ..., None]")),
    ("x, x", {"x": 2}), ("x", {"x": 1}), ("3", {}), ("3", {"x": 1}), ("x*y, 3, x", {"x": 1, "y": 2}), ("x_bar*x", {"x": 2}),
]  # fmt: skip


def test_options_and_shapes_of_rows_agree() -> None:
    check([(text, at, None) for text, at in ROWS])


# What NumPy meets at the edges, with the derivatives that are asserted, and a line of the program.
EDGES: list[tuple[str, dict[str, Any], str, str]] = [
    ("relu(x)*y", {"x": 0, "y": 2}, "value d/dx d/dy", "x_bar += c3_bar*(x > 0)  # a kink: this slope is a convention"),
    ("max(x, y)", {"x": 1, "y": 1}, "value d/dx d/dy", "x_bar += c3_bar*((x > y) + (x == y)/2)  # a kink: this slope is a convention"),
    ("abs(x)", {"x": 0}, "value d/dx", "x_bar += c2_bar*np.sign(x)  # a kink: this slope is a convention"),
    ("where(x != 0, sin(x)/x, 1)", {"x": 0}, "value d/dx", "# where passes nothing back to c4 here: it is not chosen"),
    ("where(x > 0, x**0.5, 0)", {"x": 0}, "value d/dx", "x = np.float64(0.0)"),
    ("floor(x)*x", {"x": 2.5}, "value d/dx", "# floor passes nothing back from c2"),
    ("sqrt(x) + y", {"x": 0, "y": 1}, "value d/dy", "# The derivative by x is left out: c3 (sqrt) has an infinite slope here"),
    ("exp(x) + y", {"x": 1000, "y": 1}, "d/dy", "# The value is left out: it is not finite."),
    ("binomial(n, k)", {"n": 5, "k": 6}, "value", "# The derivative by k is left out: the formulas have it only as a limit here."),
    ("softmax([1000*x, 0])[0]", {"x": 0.03}, "value", "# The derivative by x is left out: rounding has the better part"),
    ("2*x", {"x": 8e307}, "value d/dx", "x = np.float64(8e+307)"), ("atan(x)", {"x": 1e200}, "value d/dx", "x = np.float64(1e+200)"),
    ("where(x > 2, log(x - 1), x) + y", {"x": 0.5, "y": 1}, "value d/dx d/dy", ""), ("(x - x)/atan(3 - 3)", {"x": 2}, "", ""),
    ("diagonal(reshape(x, [2, 3, 2]), axis1=0, axis2=2)", {"x": [1.0] * 12}, "-", "# No short line passes an adjoint back through the diagonal"),
    ("normcdf2(x, y, 0.3) + x", {}, "-", "# NumPy has no counterpart of normcdf2, which makes c3: there is no code from here on."),
    ("x*special*seed", {"x": 2}, "value d/dseed_ d/dspecial_ d/dx", "special__bar += c4_bar*x"),
    ("det(A)", {"A": [[1, 2], [2, 4]]}, "value d/dA", "A_bar += c2_bar*cofactors(A)"),
]  # fmt: skip


def test_the_edges() -> None:
    texts = [program(study(text, at)) for text, at, _, _ in EDGES]
    for (source, _, names, line), text, (said, failure, _) in zip(EDGES, texts, run(texts), strict=True):
        assert not failure, f"{failure}\n{text}"
        assert said == ("" if names in ("", "-") else f"agreed: {', '.join(names.split())}\n"), (source, said)
        assert line in text, (source, text)


def test_random_programs_agree() -> None:
    """What hypothesis grows is gathered, and run in one process."""
    grew: list[Study] = []

    @settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
    @given(grown())
    def arrays(made: Any) -> None:
        grew.append(study(made.text, made.point))

    @settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
    @given(trees(), st.tuples(*[st.floats(-3, 3) for _ in NAMES]))
    def numbers(tree: Any, point: Any) -> None:
        try:
            grew.append(study(render(tree, lambda: 0).text, dict(zip(NAMES, point, strict=True))))
        except Problem:
            return

    arrays()
    numbers()
    texts = [program(made) for made in grew]
    for made, text, (said, failure, _) in zip(grew, texts, run(texts), strict=True):
        assert not failure, f"{failure}\n{text}"
        if not any(issue.kind.is_fault for issue in made.issues):
            assert said == agreed(made) or "rounding" in text, f"{said}\n{text}"


FUNCTIONS = [
    "def cell(x, h):\n    z = w*x + u*h\n    return tanh(z)\nh1 = cell(x1, h0)\nh2 = cell(x2, h1)\nh2",
    "def f(x, k):\n    x = x**k\n    return x + k\nf(x, 2)*f(y, 3)",
    "def g(a):\n    return a*a + 1\ndef f(a, b):\n    b = g(a)*b\n    return g(b)\nf(x, y) + f(y, z) + g(z*x)",
    "h = h0\nfor i in range(3):\n    h = tanh(w*h)\nh",
    "def f(x_bar):\n    return 2*x_bar\nx = f(y)\nf(x)*x",
]


def test_programs_with_functions_agree_and_hand_on_all_nodes() -> None:
    check([(text, {}, None) for text in FUNCTIONS])
    lines = program(study(FUNCTIONS[0], {})).splitlines()
    start = lines.index("def cell(x, h):")
    assert lines[start + 1 : start + 6] == [
        "    z1 = w*x",
        "    z2 = u*h",
        "    z = z1 + z2",
        "    h1 = np.tanh(z)",
        "    return z1, z2, z, h1",
    ]
    assert "z_2_1, z_2_2, z_2, h2 = cell(x2, h1)" in lines and "u_bar += z_2_2_bar*h1" in lines


def test_a_wrong_pullback_is_seen_before_the_program_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PULLBACKS, "softmax", lambda p, g, c, x: c * g)
    with pytest.raises(AssertionError, match="The derivative by x is left out"):
        check([("softmax(x)", {"x": [1.0, 2.0]}, [1.0, 2.0])])


def test_a_wrong_line_is_seen_by_the_programs_own_asserts() -> None:
    text = program(study("x*y", {"x": 2, "y": 3})).replace("x_bar += c3_bar*y", "x_bar += c3_bar*x")
    ((_, failure, _),) = run([text])
    assert failure.startswith("AssertionError")
