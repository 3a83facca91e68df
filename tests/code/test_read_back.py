"""The PyTorch and JAX code of a program, pasted whole, is read as the program: the same value and gradient."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graphs.code.script import code
from graphs.study import Study, study
from tests.support.arrays import Grown, grown
from tests.support.trees import NAMES, Tree, render, trees

POINT = st.fixed_dictionaries({name: st.floats(-3, 3).map(lambda x: round(x, 3)) for name in NAMES})


def read_back(made: Study) -> None:
    value = np.asarray(made.evaluation.values[made.graph.outputs[0]])
    told = code(made)
    for library in ("pytorch", "jax"):  # the NumPy program is both sweeps, and would be read as the gradient's
        text = told[library]
        again = study(text)
        assert again.program.form == "python"
        found = np.asarray(again.evaluation.values[again.graph.outputs[0]])
        np.testing.assert_allclose(found, value, rtol=1e-9, atol=1e-12, err_msg=f"{library}\n{text}")
        by_input = dict(zip(again.graph.inputs, (again.jacobian or [[]])[0], strict=True))
        # what nothing uses is dropped, and has the slope 0
        for name, slope in zip(made.graph.inputs, (made.jacobian or [[]])[0], strict=True):
            np.testing.assert_allclose(
                by_input.get(name, 0.0), slope, rtol=1e-9, atol=1e-9, err_msg=f"{library}\n{text}"
            )


@pytest.mark.parametrize(("program", "at"), [
    ("z = w*x + b\nh = sigmoid(z)\n(h - y)^2/(x + 2) + log(w)", {"w": 0.5, "x": 2, "b": 0.1, "y": 1}),
    ("mean((y - X @ w)**2) + sum(w**2)", {"X": [[1, 2], [3, 4]], "w": [0.5, -1], "y": [1, 0]}),
    ("logsumexp(A, axis=1)[0] + sum(softmax(A[0])*[1, 2])", {"A": [[1, 2], [3, 5]]}),
    ("trace(A @ A.T)*1 + det(A)", {"A": [[1, 2], [3, 5]]}),  # torch.trace is no tracer of functions
    ("where(x > 0, x^2, 3) + relu(y) + max(x, y)", {"x": 2, "y": -1}),
])  # fmt: skip
def test_code_reads_as_the_program(program: str, at: dict[str, object]) -> None:
    read_back(study(program, at))


@settings(max_examples=25)
@given(trees(), POINT)
def test_code_of_random_expressions_reads_back(tree: Tree, point: dict[str, float]) -> None:
    made = study(render(tree, lambda: 0).text, point)
    assume(made.scalar and np.isfinite(made.evaluation.values[made.graph.outputs[0]]))
    read_back(made)


@settings(max_examples=15)
@given(grown())
def test_code_of_random_programs_of_arrays_reads_back(program: Grown) -> None:
    made = study(program.text, program.point)
    assume(made.scalar)
    read_back(made)
