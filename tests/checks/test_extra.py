"""Against PyTorch and JAX, where they are installed (make test-all)."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphs import gallery
from graphs.checks.checks import by_torch
from graphs.code.script import code
from graphs.code.spellings import spelling
from graphs.errors import Problem
from graphs.explain.rules import Statement, statements
from graphs.operations.elementwise import ELEMENTWISE
from graphs.operations.table import FUNCTIONS, OPERATIONS
from graphs.study import study
from tests.support.arrays import Grown, grown
from tests.support.planted import planted
from tests.support.references import cases
from tests.support.trees import NAMES, Tree, render, trees

pytestmark = pytest.mark.extra


def words(namespace: Any) -> dict[str, Any]:
    """What the reference programs call, in the library's own functions."""
    names = "exp log sin cos tan asin acos atan sinh cosh tanh sqrt abs erf".split()
    return {name: getattr(namespace, name) for name in names if hasattr(namespace, name)}


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_gradients_agree_with_pytorch(case: dict[str, Any]) -> None:
    torch = pytest.importorskip("torch")
    x = {name: torch.tensor(v, dtype=torch.float64, requires_grad=True) for name, v in case["inputs"].items()}
    functions = {**words(torch), "max": torch.maximum, "min": torch.minimum, "relu": torch.relu}
    value = eval(case["expression"], {}, {**functions, **x})  # our own reference file, not user text
    value.backward()
    made = study(case["expression"], case["inputs"])
    assert made.evaluation.values[made.graph.outputs[0]] == pytest.approx(value.item(), rel=1e-12)
    for name, slope in zip(made.graph.inputs, made.jacobian[0], strict=True):
        assert slope == pytest.approx(x[name].grad.item(), rel=1e-12, abs=1e-14)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_gradients_agree_with_jax(case: dict[str, Any]) -> None:
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    functions = {**words(jax.numpy), "erf": jax.scipy.special.erf, "max": jax.numpy.maximum, "min": jax.numpy.minimum}
    functions["relu"] = jax.nn.relu
    expression = compile(case["expression"], "reference", "eval")

    def f(point: dict[str, Any]) -> Any:
        return eval(expression, {}, {**functions, **point})

    gradient = jax.grad(f)({name: float(v) for name, v in case["inputs"].items()})
    made = study(case["expression"], case["inputs"])
    for name, slope in zip(made.graph.inputs, made.jacobian[0], strict=True):
        assert slope == pytest.approx(float(gradient[name]), rel=1e-11, abs=1e-13)


# rows whose PyTorch spelling is another one; the rest are found by their own name
SPELLED = {
    "sec": "1/torch.cos(x)", "csc": "1/torch.sin(x)", "cot": "1/torch.tan(x)", "cbrt": "x**(1/3)", "relu": "torch.relu(x)",
    "factorial": "torch.exp(torch.lgamma(x + 1))", "gamma": "torch.exp(torch.lgamma(x))", "ceil": "torch.ceil(x)",
    "softplus": "torch.nn.functional.softplus(x)", "leaky_relu": "torch.nn.functional.leaky_relu(x)",
    "elu": "torch.nn.functional.elu(x)", "gelu": "torch.nn.functional.gelu(x)", "silu": "torch.nn.functional.silu(x)",
    "normpdf": "torch.exp(-x*x/2)/(2*torch.pi)**0.5", "normcdf": "torch.special.ndtr(x)",
    "lognormcdf": "torch.special.log_ndtr(x)", "max": "x", "min": "x", "negate": "-x",
    "sech": "1/torch.cosh(x)", "csch": "1/torch.sinh(x)", "coth": "1/torch.tanh(x)", "acot": "torch.atan(1/x)",
    "arcctg": "torch.pi/2 - torch.atan(x)", "asec": "torch.acos(1/x)", "acsc": "torch.asin(1/x)", "acoth": "torch.atanh(1/x)",
    "asech": "torch.acosh(1/x)", "acsch": "torch.asinh(1/x)", "sind": "torch.sin(torch.deg2rad(x))", "tand": "torch.tan(torch.deg2rad(x))",
    "cosd": "torch.cos(torch.deg2rad(x))", "cosm1": "torch.cos(x) - 1", "exprel": "torch.expm1(x)/x", "trigamma": "torch.polygamma(1, x)",
    "rgamma": "torch.exp(-torch.lgamma(x))", "entr": "torch.special.entr(x)", "erfcinv": "torch.erfinv(1 - x)", "ndtri": "torch.special.ndtri(x)",
    "erfcx": "torch.special.erfcx(x)", "lognormpdf": "torch.distributions.Normal(0.0, 1.0).log_prob(x)", "squareplus": "(x + torch.sqrt(x*x + 4))/2",
    "heaviside": "0*x + 1", "celu": "torch.nn.functional.celu(x)", "detach": "x.detach() + 0*x",
    **{name: f"torch.nn.functional.{name}(x)" for name in "mish softshrink hardshrink softsign tanhshrink".split()},
    "log_sigmoid": "torch.nn.functional.logsigmoid(x)",
}  # fmt: skip
PYTORCH_LACKS = {"dawsn", "erfi"}
UNARY = sorted({row.name for row in ELEMENTWISE if row.functions and row.arity[0] == 1} - PYTORCH_LACKS)
BEYOND_ONE = {"acosh", "asec", "acsc", "acoth"}


@pytest.mark.parametrize("name", UNARY)
def test_every_function_of_one_operand_agrees_with_pytorch(name: str) -> None:
    torch = pytest.importorskip("torch")
    for at in (1.37, 2.81) if name in BEYOND_ONE else (0.37, 0.81):
        x = torch.tensor(at, dtype=torch.float64, requires_grad=True)
        value = eval(SPELLED.get(name, f"torch.{name}(x)"), {"torch": torch, "x": x})
        value.backward()
        made = study(f"{name}(x)", {"x": at})
        assert made.evaluation.values[made.graph.outputs[0]] == pytest.approx(value.item(), rel=1e-11)
        rel = 1e-9 if name in ("digamma", "trigamma") else 1e-10  # so far is PyTorch's polygamma good
        assert made.jacobian[0][0] == pytest.approx(x.grad.item(), rel=rel)


def test_the_assignment_against_pytorchs_backward() -> None:
    torch = pytest.importorskip("torch")
    x1, x2 = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (0.0, 2.0))
    (torch.exp(x1) * (x1**2 + x2**2) ** 3).backward()
    assert study("exp(x1)*(x1**2+x2**2)**3", {"x1": 0, "x2": 2}).jacobian == [[x1.grad.item(), x2.grad.item()]]


@settings(max_examples=80, deadline=None)
@given(grown())
def test_jacobians_of_random_programs_of_arrays_agree_with_jax(program: Grown) -> None:
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    point = {name: jax.numpy.array(value, dtype=float) for name, value in program.point.items()}
    expected = jax.jacrev(lambda at: program.run(jax.numpy, at))(point)
    made = study(program.text, program.point)
    assert made.jacobian is not None
    for i, name in enumerate(made.graph.inputs):
        got = np.array([row[i] for row in made.jacobian]).reshape(expected[name].shape)
        np.testing.assert_allclose(got, expected[name], rtol=1e-9, atol=1e-10)


def run(made: Any) -> dict[str, str]:
    """Run the generated code of a study in both libraries; what each prints."""
    torch = pytest.importorskip("torch")
    pytest.importorskip("jax")
    printed = {}
    told = code(made)
    for library in ("pytorch", "jax"):
        text = told[library]
        said: list[str] = []
        try:
            exec(compile(text, library, "exec"), {"print": said.append})  # our own generated text
        except AssertionError as failure:
            raise AssertionError(f"{failure}\n{text}") from failure
        finally:
            torch.set_default_dtype(torch.float32)
        printed[library] = "".join(said)
    return printed


# where a library's own function, or an assert, once had another number or no name
EDGES: list[tuple[str, dict[str, Any]]] = [
    ("2*x", {"x": 8e307}), ("x + y", {"x": 1e308, "y": 1e307}), ("x**0.5", {"x": [-2.0, 1.0], "z": [1.0]}), ("normcdf(x)", {"x": -7}),
    ("normcdf(x)", {"x": -30}), ("gelu(x)", {"x": -9}), ("gelu(x)*normcdf(x)", {"x": 3}), ("lognormcdf(x)", {"x": -40}), ("elu(x)", {"x": 0}),
    *(("binomial(n, k)", {"n": n, "k": k}) for n, k in ((5, 6), (5, -1), (5, 5), (0.5, 3), (-0.5, 2), (-2.5, 1.5), (60, 30), (3, 4.5))),
    *(("beta(a, b)", {"a": a, "b": b}) for a, b in ((1.5, -2.5), (0.5, -1.5), (-0.5, -0.25), (90, 90), (0.5, -0.5))),
    *((f"{name}(x)", {"x": x}) for name in ("gamma", "factorial", "lgamma") for x in (-2.5, -0.5, 0.5, 30, -20.25)),
    *(("transpose(reshape(t, [2, 3, 2]), " + axes + ")*2", {"t": [*map(float, range(12))]}) for axes in ("0, 1", "1, 2", "-1, 0")),
    ("reshape(t, [2, 3, 2]).T*2", {"t": [*map(float, range(12))]}), ("sqrt(x)", {"x": 5e-324}), ("binomial(n, 2)", {"n": 1e16}),
    ("hypot(x, x)", {"x": 1e308}), ("atan2(x, 2)", {"x": 1e-160}), ("beta(x, 2)", {"x": -3}), ("det(A)", {"A": [[1, 2], [2, 4]]}),
    ("solve(A, A[0])", {"A": [[1e308, 1e308], [1e308, -1e308]]}), ("ceil(x)*1e-310", {"x": 0.5}),
    ("torch*jax*jnp*np*value*gradient + function", {}), ("log_gamma*reflection + gamma(x)", {"x": 2.5}), ("lambda*print*float", {}),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at"), EDGES, ids=str)
def test_code_runs_at_the_edges(program: str, at: dict[str, Any]) -> None:
    run(study(program, at))


def asserted(made: Any) -> str:
    return "agreed: " + ", ".join(["value", *(f"d/d{name}" for name in made.graph.inputs)])


@pytest.mark.parametrize("example", gallery.examples(), ids=lambda example: example.id)
def test_the_gallerys_code_runs_and_its_asserts_hold(example: gallery.Example) -> None:
    made = study(example.program, example.at)
    if "normcdf2" in example.program:
        assert all("no counterpart" in text for text in code(made).values()) and run(made) == {"pytorch": "", "jax": ""}
    else:
        assert run(made) == dict.fromkeys(("pytorch", "jax"), asserted(made))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_the_reference_cases_code_runs_and_its_asserts_hold(case: dict[str, Any]) -> None:
    made = study(case["expression"], case["inputs"])
    assert run(made) == dict.fromkeys(("pytorch", "jax"), asserted(made))


TABLE = [(name, one) for name in sorted({row.name for row in OPERATIONS}) for one in statements(name)]


@pytest.mark.parametrize(("name", "example"), TABLE, ids=lambda x: x if isinstance(x, str) else x.program)
def test_the_code_of_every_rows_example_runs_and_its_asserts_hold(name: str, example: Statement) -> None:
    made = study(example.program, example.at)
    printed, told = run(made), code(made)
    for library in printed:
        text = told[library]
        if any(row.name == name and spelling(library, row) is None for row in made.graph.rows):
            assert f"has no counterpart of {name}, " in text and printed[library] == ""
            continue
        still = set(re.findall(r"^assert (\w+)\.grad is None", text, re.M))  # what PyTorch follows nothing back to
        assert library == "pytorch" or not still
        names = [f"d/d{each}" for each in made.graph.inputs if each not in still]
        assert printed[library] == "agreed: " + ", ".join(["value", *names]), text


@pytest.mark.parametrize("library", ["pytorch", "jax"])
def test_the_code_runs_as_a_program_of_its_own(library: str) -> None:
    pytest.importorskip("torch" if library == "pytorch" else "jax")
    made = study("exp(x1)*(x1**2 + x2**2)**3", {"x1": 0, "x2": 2})
    done = subprocess.run([sys.executable, "-"], input=code(made)[library], capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.returncode) == ("agreed: value, d/dx1, d/dx2\n", 0), done.stderr


# every function of one operand at points on both sides of 0 where it takes them; and the rows of several, and of arrays
POINTS = {**dict.fromkeys(BEYOND_ONE, (1.4, 2.5)), "asech": (0.3, 0.8), **dict.fromkeys("log log2 log10 sqrt lognormcdf".split(), (0.4, 2.5)),
          **dict.fromkeys("asin acos atanh".split(), (-0.6, 0.3)), "log1p": (-0.4, 3.0)}  # fmt: skip
ROWS = [
    *((f"{name}(x)*3", {"x": x}) for name in UNARY for x in POINTS.get(name, (-1.3, 0.37, 2.6))),
    *((text, {"x": x, "y": y}) for text in (
        "x + y", "x - 2*y", "x*y", "x/y", "atan2(y, x)", "hypot(x, y)", "max(x, y, 1)", "min(x, 2, y)",
        "where(x < y, x*y, x - y)", "where(x >= y, x*y, sin(x))", "where(x == y, x, y)", "where(x != y, x, y)",
        "where(x <= y, x, y**2)", "where(x > y, 1, 2) + x", "where(x - y, x, y)", "leaky_relu(x, 0.2)*y", "elu(x, y)",
        "beta(x + 2, y + 2)", "binomial(x + 4, y + 1)", "2**x - (-2)**3*y", "abs(x)**y", "-x**2", "sign(x)*y")
      for x, y in ((0.7, 1.6), (-1.2, 0.4), (2.5, -0.3))),
    ("log(x, 3) + log(5, y)", {"x": 2, "y": 3}), ("x", {"x": 2}), ("2", {}), ("where(x > 0, 1, 2)", {"x": 1}),
    ("floor(x)*2", {"x": 1.5}), ("x*2", {"x": 1, "unused": 3}), ("x*y, x + y", {"x": 1, "y": 2}),
    ("x*y, 3, x", {"x": 1, "y": 2}), ("[x, y*x, 1]", {"x": 1.5, "y": 2}), ("[[x, 1], [y, x*y]] @ [1, y]", {"x": 1.5, "y": 2}),
    *((text, {"A": [[1.5, -2, 0.3], [0.2, 4, 1]], "v": [0.5, -1, 2]}) for text in (
        "A @ v", "A.T", "sum(A)", "sum(A, axis=0)", "sum(A, axis=1, keepdims=True)", "sum(A, axis=(0, 1))", "A.mean(axis=-1)",
        "prod(A)", "prod(A, axis=0)", "prod(A, axis=1, keepdims=True)", "max(A)", "max(A, axis=1)", "min(A, axis=0)",
        "logsumexp(A)", "logsumexp(A, axis=0)", "logsumexp(A, axis=1, keepdims=True)", "norm(A)", "norm(v)", "norm(v, 1)",
        "norm(A, axis=0)", "norm(A, 1, axis=1)", "softmax(A)", "softmax(A, axis=0)", "log_softmax(v)", "cumsum(A)", "cumsum(A, axis=1)",
        "outer(v, A[0])", "dot(v, v)", "v @ A.T", "trace(A @ A.T)", "det(A @ A.T)", "logdet(A @ A.T)", "inv(A @ A.T)", "solve(A @ A.T, A)",
        "solve(A @ A.T, A @ v)", "diag(v)", "diag(A)", "reshape(A, [3, 2])", "reshape(A, [-1])", "A[0]", "A[:, 1]", "A[::-1]", "A[1, ::-2]",
        "A[:, ::-1]", "v[-1]", "v[1:]", "v[None, :]*A", "A[..., 0]", "concat(v, v)", "concat([A, A], axis=1)", "stack([v, A[0]])",
        "stack([v, A[1]], axis=1)", "v + 2*eye(3)", "ones(3)*v - zeros(3)", "A*v", "max(A, v)",
        "where(A > 0, A, v)", "relu(A - v)", "sum(exp(A)*v**2)/norm(A)")),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at"), ROWS, ids=str)
def test_every_rows_spelling_computes_what_the_row_does(program: str, at: dict[str, Any]) -> None:
    made = study(program, at)
    run(made)
    told = by_torch(made)
    assert told.ok or (told.ok is None and (not made.graph.inputs or made.issues)), told


def test_a_planted_wrong_rule_is_seen_by_pytorch_and_by_the_code() -> None:
    torch = pytest.importorskip("torch")
    with planted(FUNCTIONS["tanh"][0], partials=lambda m, c, x: (m.sech_squared(x) * 1.000001,)):
        made = study("tanh(x)*y", {"x": 0.3, "y": 2})
        assert made.check.ok  # both modes are wrong alike: only someone else can see it
    assert by_torch(made).ok is False
    assert by_torch(study("tanh(x)*y", {"x": 0.3, "y": 2})).ok
    for library in ("pytorch", "jax"):
        with pytest.raises(AssertionError):
            exec(compile(code(made)[library], "planted", "exec"), {})
    torch.set_default_dtype(torch.float32)


@settings(max_examples=60, deadline=None)
@given(grown())
def test_code_of_random_programs_of_arrays_runs(program: Grown) -> None:
    made = study(program.text, program.point)
    run(made)
    assert by_torch(made).ok is not False


@settings(max_examples=60, deadline=None)
@given(trees(), st.tuples(*[st.floats(-3, 3) for _ in NAMES]))
def test_code_of_random_expressions_runs(tree: Tree, numbers: tuple[float, ...]) -> None:
    with contextlib.suppress(Problem):
        made = study(render(tree, lambda: 0).text, dict(zip(NAMES, numbers, strict=True)))
        run(made)
        assert by_torch(made).ok is not False


def test_slopes_that_cancel_to_nothing_agree_with_pytorch_up_to_rounding() -> None:
    pytest.importorskip("torch")
    told = by_torch(study("stack([x, x]) - x", {"x": [0.0, 1.0]}))
    assert told.ok and told.residual is not None and told.residual < 1e-15
