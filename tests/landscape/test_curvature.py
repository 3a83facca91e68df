"""Second derivatives against references, differences of the exact gradient, and what the second-derivative test says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graphs.autodiff.evaluate import evaluate
from graphs.autodiff.graph import Graph
from graphs.autodiff.reverse import reverse
from graphs.gallery import examples
from graphs.landscape.curvature import curvature, curvature_along
from graphs.limits import DOOR, WEB, Limits
from graphs.operations.flows import outside
from graphs.study import Study, study
from graphs.study.gradient import flat
from tests.support.arrays import Grown, grown
from tests.support.references import cases
from tests.support.trees import NAMES, Tree, render, trees

Point = dict[str, Any]


def hessian_of(made: Study) -> np.ndarray:
    found, issues = curvature(made, DOOR)
    assert found is not None, issues
    return np.array(found["matrix"]).reshape(len(found["order"]), len(found["order"]))


def gradient(graph: Graph, inputs: dict[str, np.ndarray]) -> np.ndarray:
    evaluation = evaluate(graph, [inputs[name] if inputs[name].shape else float(inputs[name]) for name in graph.inputs])
    adjoints = reverse(graph, evaluation, {graph.outputs[0]: 1.0})
    return flat([outside(adjoints[i], graph.shapes[i]) for i in range(len(graph.inputs))])


def by_differences(program: str, point: Point, h: float = 1e-5) -> np.ndarray:
    """Central differences of the exact gradient, extrapolated once."""
    rows = []
    graph = study(program, point).graph
    for name in graph.inputs:
        for entry in np.ndindex(*np.shape(point[name])):

            def moved(step: float, name: str = name, entry: tuple[int, ...] = entry) -> np.ndarray:
                other = {key: np.array(value, float) for key, value in point.items()}
                other[name][entry] += step
                return gradient(graph, other)

            near, far = (moved(h) - moved(-h)) / (2 * h), (moved(2 * h) - moved(-2 * h)) / (4 * h)
            rows.append((4 * near - far) / 3)
    return np.array(rows)


@pytest.mark.parametrize("case", [case for case in cases() if case.get("hessian")], ids=lambda case: case["id"])
def test_hessians_of_the_worked_cases(case: dict[str, Any]) -> None:
    made = study(case["expression"], case["inputs"])
    order = [made.graph.inputs.index(name) for name in case["inputs"]]
    np.testing.assert_allclose(hessian_of(made)[np.ix_(order, order)], case["hessian"], rtol=1e-9, atol=1e-9)


GALLERY = [example for example in examples() if "hessian" in example.references]


@pytest.mark.parametrize("example", GALLERY, ids=lambda example: example.id)
def test_hessians_of_the_gallery(example: Any) -> None:
    found = hessian_of(study(example.program, example.at))
    expected = np.array(example.references["hessian"], float).reshape(found.shape)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-10)


@settings(max_examples=75)
@given(trees(), st.fixed_dictionaries({name: st.floats(0.25, 2.0).map(lambda x: round(x, 3)) for name in NAMES}))
def test_hessians_of_random_programs_of_numbers(tree: Tree, point: Point) -> None:
    program = render(tree, lambda: 0).text
    made = study(program, point)
    assume(all(issue.kind == "unused input" for issue in made.issues) and made.graph.inputs)
    found, _ = curvature(made, DOOR)
    assume(found is not None)
    matrix = np.array(found["matrix"])
    sizes = [abs(p) for partials in made.evaluation.partials for p in partials if p is not None]
    assume(np.abs(matrix).max() < 1e4 and max(sizes, default=0.0) < 1e3)
    np.testing.assert_allclose(
        matrix, by_differences(program, point), rtol=1e-5, atol=1e-4 * max(1.0, np.abs(matrix).max())
    )


@settings(max_examples=40)  # each is a matrix of quotients
@given(grown())
def test_hessians_of_random_programs_of_arrays(program: Grown) -> None:
    *lines, last = program.text.split("\n")
    text = "\n".join([*lines, f"sum(sin({last}))"])
    matrix = hessian_of(study(text, program.point))
    scale = max(1.0, np.abs(matrix).max(initial=0.0))
    assume(scale <= 1e6)  # a sine that turns faster is over before the quotients' step is
    np.testing.assert_allclose(matrix, by_differences(text, program.point), rtol=1e-5, atol=1e-6 * scale)


ROWS = [
    ("prod(x)", {"x": [2, 0, 3]}), ("prod(x)", {"x": [0, 0, 3]}), ("det(A)", {"A": [[1, 2, 3], [2, 4, 6], [1, 0, 1]]}),
    ("det(A)", {"A": [[0, 0], [0, 0]]}), ("det(A)", {"A": [[3.0]]}), ("logdet(A)", {"A": [[2, 1], [0.5, 3]]}),
    ("sum(inv(A)**2)", {"A": [[2, 1], [0.5, 3]]}), ("norm(x)", {"x": [3, 4]}), ("norm(x, 1)*norm(x)", {"x": [3, -4]}),
    ("dot(x, solve(A, x))", {"x": [1, 2], "A": [[2, 1], [0.5, 3]]}), ("logsumexp(x)", {"x": [1, 2, 0.5]}),
    ("sum(softmax(x)**2)", {"x": [1, 2, 0.5]}), ("log_softmax(x)[0]*x[1]", {"x": [1, 2, 0.5]}),
    ("sum(cumsum(x)**2)", {"x": [1, 2, 3]}), ("max(x)**2", {"x": [1, 3, 2]}), ("sum(max(x, y)**3)", {"x": [1, 3], "y": 2}),
    ("sum(where(x > 0, x**3, x**2))", {"x": [1, -2]}), ("sum(relu(x)**3)", {"x": [1, -2]}),
    ("sum(elu(x)*leaky_relu(x))", {"x": [1.5, -0.5]}), ("mean(outer(x, x)**2)", {"x": [1, 2]}),
    ("sum(normcdf2(x, y, 0.4))", {"x": [0.3, -1], "y": 0.5}), ("normcdf2(x, y, r)", {"x": 0.3, "y": -0.2, "r": 0.5}),
    ("trace(A @ A.T @ A)", {"A": [[1, 2], [3, 4]]}), ("sum(stack([x, x**2])[1:]**2)", {"x": [1, 2]}),
    ("sum(concat(x, x*x)*concat(x*x, x))", {"x": [1, 2]}), ("sum(diag(x) @ A)*sum(diag(A))", {"x": [1, 2], "A": [[1, 2], [3, 4]]}),
    ("lgamma(x) + digamma(x) + gamma(x) + beta(x, 2.5) + binomial(7.5, x)", {"x": 1.7}),
    ("atan2(x, y) + hypot(x, y) + x**y + log(x, y)", {"x": 1.3, "y": 2.1}), ("digamma(x)", {"x": -1.3}),
    ("lognormcdf(x) + normcdf(x)*normpdf(x) + erf(x)*erfc(x)", {"x": -2.5}), ("gelu(x) + silu(x) + softplus(x)", {"x": 0.7}),
    ("sigmoid(x)*tanh(x) + asin(x/3) + acos(x/3) + atanh(x/3) + acosh(x + 2) + asinh(x)", {"x": 0.7}),
    ("x**2 + y**3", {"x": 0, "y": 0}), ("x**1", {"x": 0}), ("x**0", {"x": 0}),
]  # fmt: skip


@pytest.mark.parametrize(("program", "point"), ROWS, ids=[f"{program} {[*point.values()]}" for program, point in ROWS])
def test_rows_in_second_order(program: str, point: Point) -> None:
    matrix = hessian_of(study(program, point))
    scale = max(1.0, np.abs(matrix).max(initial=0.0))
    np.testing.assert_allclose(matrix, by_differences(program, point, 1e-4), rtol=1e-6, atol=2e-6 * scale)


@settings(max_examples=75)
@given(grown(), st.data())
def test_a_product_with_the_hessian_needs_no_hessian(program: Grown, data: st.DataObject) -> None:
    *lines, last = program.text.split("\n")
    text = "\n".join([*lines, f"sum(sin({last}))"])
    v = {
        name: np.array(data.draw(st.lists(st.integers(-3, 3), min_size=np.size(x), max_size=np.size(x)))).reshape(
            np.shape(x)
        )
        for name, x in program.point.items()
    }
    made = study(text, program.point, direction={name: x.tolist() for name, x in v.items()})
    along = curvature_along(made, DOOR)
    matrix, flat = hessian_of(made), np.concatenate([np.ravel(v[name]) for name in made.graph.inputs])
    assert along is not None
    scale = max(1.0, np.abs(matrix).max(initial=0.0)) * max(1.0, np.abs(flat).max(initial=0.0)) ** 2
    product = np.concatenate([np.ravel(along["product"][name]) for name in made.graph.inputs])
    np.testing.assert_allclose(product, matrix @ flat, rtol=1e-9, atol=1e-9 * scale)
    assert along["along"] == pytest.approx(flat @ matrix @ flat, rel=1e-9, abs=1e-9 * scale)


DEFINITENESS = [
    ("x**2 + y**2", (0, 0), "positive definite", "a strict local minimum"),
    ("-x**2 - y**2", (0, 0), "negative definite", "a strict local maximum"),
    ("x**2 - y**2", (0, 0), "indefinite", "a saddle"),
    ("x**2 + 0*y", (0, 0), "positive semidefinite", "says nothing"),
    ("-(x + y)**2", (0, 0), "negative semidefinite", "says nothing"),
    ("x**4 + y**4", (0, 0), "zero", "says nothing"),
    ("x**2 + y**2", (1, 0), "positive definite", None),
    ("3*x + y", (0, 0), "zero", None),
]


@pytest.mark.parametrize(
    ("program", "at", "word", "test"), DEFINITENESS, ids=[f"{p} at {at}" for p, at, *_ in DEFINITENESS]
)
def test_the_second_derivative_test(program: str, at: tuple[float, float], word: str, test: str | None) -> None:
    found, _ = curvature(study(program, dict(zip("xy", at, strict=True))), WEB)
    assert found is not None and found["definiteness"] == word
    assert (found["test"] is None) if test is None else test in found["test"]


NONE = [
    ("abs(x)", {"x": 0}, "not differentiable"), ("relu(x)**2", {"x": 0}, "not differentiable"),
    ("sqrt(x)", {"x": 0}, "infinite slope"), ("log(x)", {"x": -1}, "domain"), ("norm(x)", {"x": [0, 0]}, "not differentiable"),
    ("x**1.5", {"x": 0}, "infinite slope"), ("max(x, y)", {"x": 1, "y": 1}, "not differentiable"),
    ("floor(x)*x", {"x": 2}, "not differentiable"), ("2*x", {"x": [1, 2]}, "hint"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "point", "kind"), NONE, ids=[f"{p} {[*at.values()]}" for p, at, _ in NONE])
def test_no_hessian_is_claimed_at_a_kink(program: str, point: Point, kind: str) -> None:
    found, issues = curvature(study(program, point), WEB)
    assert found is None and [issue.kind for issue in issues] == [kind]


def test_a_kink_that_the_output_does_not_depend_on_is_no_matter() -> None:
    found, _ = curvature(study("a = abs(x)\ny*y", {"x": 0, "y": 3}), WEB)
    assert found is not None and found["matrix"] == [[0, 0], [0, 2]]


def test_bounds_are_told() -> None:
    found, issues = curvature(study("sum(x**2)", {"x": [1.0] * 101}, limits=WEB), WEB)
    assert found is None and "at most 100 input entries, and there are 101" in issues[0].message
    assert curvature(study("x*y", {"x": 1, "y": 2}), Limits(hessian_visits=2))[0] is None
    assert curvature_along(study("sum(x**2)", {"x": [1.0] * 101}, direction={"x": [1.0] * 101}), WEB)["along"] == 202  # type: ignore[index]
