"""Against PyTorch and JAX, where they are installed (make test-all)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from graphs.elementwise import ELEMENTWISE
from graphs.study import study
from tests.arrays import Grown, grown
from tests.references import cases

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
}  # fmt: skip
UNARY = sorted({row.name for row in ELEMENTWISE if row.functions and row.arity[0] == 1})


@pytest.mark.parametrize("name", UNARY)
def test_every_function_of_one_operand_agrees_with_pytorch(name: str) -> None:
    torch = pytest.importorskip("torch")
    for at in (0.37, 0.81) if name != "acosh" else (1.37, 2.81):
        x = torch.tensor(at, dtype=torch.float64, requires_grad=True)
        value = eval(SPELLED.get(name, f"torch.{name}(x)"), {"torch": torch, "x": x})
        value.backward()
        made = study(f"{name}(x)", {"x": at})
        assert made.evaluation.values[made.graph.outputs[0]] == pytest.approx(value.item(), rel=1e-11)
        rel = 1e-9 if name == "digamma" else 1e-10  # PyTorch's trigamma is good to nine digits
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
