"""The code of other libraries: what gets into it, and what it says where it cannot go on. It is run in test_extra.py."""

from __future__ import annotations

import ast
import keyword
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs import gallery
from graphs.code.lines import names_of
from graphs.code.script import code
from graphs.code.spellings import spelled, spelling
from graphs.code.written import Written, floats, number
from graphs.operations.row import called_by_name
from graphs.operations.table import OPERATIONS
from graphs.study import study

IMPORTS = {"pytorch": {"torch"}, "jax": {"jax", "jax.numpy", "numpy"}, "numpy": {"numpy"}}


@pytest.mark.parametrize("example", gallery.examples(), ids=lambda example: example.id)
def test_code_is_python_and_calls_only_its_library(example: gallery.Example) -> None:
    for library, text in code(study(example.program, example.at)).items():
        tree = ast.parse(text)
        used = {node.names[0].name for node in ast.walk(tree) if isinstance(node, ast.Import)}
        assert used == IMPORTS[library]
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id.startswith("_")]


def test_the_assignment_reads_like_code_that_a_person_writes() -> None:
    told = code(study("exp(x1)*(x1**2 + x2**2)**3", {"x1": 0, "x2": 2}))
    for line in ("c3 = torch.exp(x1)", "c4 = x1**2", "c7 = c6**3", "c8 = c3*c7", "value.backward()"):
        assert line in told["pytorch"].splitlines()
    assert "gradient = jax.grad(function, argnums=(0, 1))(x1, x2)" in told["jax"].splitlines()
    assert "np.testing.assert_allclose(gradient[1], 192.0" in told["jax"]


@pytest.mark.parametrize("library", ["pytorch", "jax", "numpy"])
@pytest.mark.parametrize("example", gallery.examples(), ids=lambda example: example.id)
def test_every_node_has_the_line_that_makes_it(library: str, example: gallery.Example) -> None:
    made = study(example.program, example.at)
    text = code(made)[library]
    lines = {each["node"]: text.splitlines()[each["line"] - 1].strip() for each in text.lines}
    names = {f"c{i + 1}": name for i, name in enumerate(names_of(made, library))}
    assert lines.keys() == names.keys() or "has no counterpart of" in text
    assert len(lines) == len(text.lines)
    for i, (node, name) in enumerate(names.items()):
        if node in lines and made.graph.group_of[i] is None:  # in a function or a loop a line makes several
            assert lines[node].startswith(f"{name} = ")


# points at which a number of the answer, or what it may be off by, is no finite one; and names that Python has
EDGES: list[tuple[str, dict[str, Any]]] = [
    ("2*x", {"x": 8e307}), ("x + y", {"x": 1e308, "y": 1e307}), ("x**0.5", {"x": [-2.0, 1.0], "z": [1.0]}),
    ("x - y", {"x": 1e308, "y": -1e308}), ("sum(v)", {"v": [1e308, 1e308, -1e308]}), ("log(x) + y", {"x": 0, "y": 1}),
    ("exp(x), x", {"x": 1000}), ("inv(A)", {"A": [[1, 2], [2, 4]]}), ("k = 1e308*10; k*x", {"x": 1}), ("x/0", {"x": 1}),
    ("normcdf(x)*gelu(x)", {"x": -40}), ("binomial(n, k)", {"n": 5, "k": 6}), ("gamma(x)*beta(x, 2)*x!", {"x": -1.5}),
    ("log_gamma*reflection + gamma(x)", {}), ("torch*jax*jnp*np*value*gradient", {}), ("lambda*async + None_", {}),
    ("θ₁*λ + xᵢ", {}), ("print*float*len", {}), ("transpose(reshape(t, [2, 3, 2]), 0, 1)", {"t": [0.0] * 12}), ("3", {"x": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at"), EDGES, ids=str)
def test_code_names_only_what_it_has_made(program: str, at: dict[str, Any]) -> None:
    for library, text in code(study(program, at)).items():
        known = {"float", "print", "range", "len", "torch", "jax", "jnp", "np", "special"}
        tree = ast.parse(text)
        for node in ast.walk(tree):
            known |= {node.id} if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else set()
            known |= {node.name, *(each.arg for each in node.args.args)} if isinstance(node, ast.FunctionDef) else set()
        read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert read <= known, (library, read - known)
        assert not re.search(r"atol=(inf|nan)", text)


def test_subnormal_numbers_are_told_of_where_a_library_has_none() -> None:
    told = code(study("sqrt(x)", {"x": 5e-324}))
    assert "JAX counts numbers below" in told["jax"] and "assert" not in told["jax"].partition("value =")[2].replace(
        "asserted", ""
    )
    assert "assert_close" in told["pytorch"]


def test_code_swaps_the_axes_that_were_named() -> None:
    told = code(study("transpose(reshape(t, [2, 3, 2]), 0, 1)", {"t": [0.0] * 12}))
    assert "torch.transpose(c2, 0, 1)" in told["pytorch"] and "jnp.swapaxes(c2, 0, 1)" in told["jax"]


NAMES = [
    ("lambda + class + x", ["class_", "lambda_", "x"]),
    ("torch + jnp + np + value + function", ["function_", "jnp_", "np_", "torch_", "value_"]),
    ("c3 = x + y; c4 = c3*x; c4", ["x", "y", "c3", "c4"]),
    ("c4 = x + y; (c4 + 1)*x", ["x", "y", "c4", "f1", "f"]),
    ("a = x*x; a = a + x; a*a", ["x", "a", "a_2", "f"]),
    ("θ₁ + xᵢ", ["theta1", "x_i"]),
    ("print = x*2; print*float", ["float_", "x", "print_", "f"]),
]


@pytest.mark.parametrize(("program", "names"), NAMES)
def test_names_that_python_or_the_code_needs_get_a_suffix(program: str, names: list[str]) -> None:
    found = names_of(study(program), "jax")
    assert found[: len(names)] == names
    assert not [name for name in found if keyword.iskeyword(name)]


@given(
    st.text(alphabet="ac3_' \"\\\n#(){}xλθ", min_size=1, max_size=8),
    st.text(alphabet="abtorch_3", min_size=1, max_size=6),
)
def test_only_plain_names_and_numbers_of_the_user_get_into_the_code(first: str, second: str) -> None:
    try:
        made = study(f"{first} = x + 1\n{second} = {first}*x\n{second}*2", {"x": 1.5})
    except Exception as problem:
        assert hasattr(problem, "status")
        return
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) for name in names_of(made, "jax"))
    assert len(set(names_of(made, "jax"))) == len(made.graph)
    for text in code(made).values():
        ast.parse(text)


STOPS = [
    ("normcdf2(x, y, 0.3) + x", {}, "pytorch", "PyTorch has no counterpart of normcdf2"),
    ("normcdf2(x, y, 0.3) + x", {}, "jax", "JAX has no counterpart of normcdf2"),
    ("normcdf2(x, y, 0.3) + x", {}, "numpy", "NumPy has no counterpart of normcdf2"),
    ("sum(inv(A))", {"A": [[1, 1], [1, 1]]}, "numpy", "The inv that makes c2 is undefined here"),
    ("sum(inv(A))", {"A": [[1, 1], [1, 1]]}, "pytorch", "The inv that makes c2 is undefined here"),
]


@pytest.mark.parametrize(("program", "at", "library", "told"), STOPS)
def test_code_says_where_it_cannot_go_on(program: str, at: dict[str, Any], library: str, told: str) -> None:
    text = code(study(program, at))[library]
    assert told in text and "assert" not in text and "value =" not in text


LEFT_OUT = [
    ("relu(x) + y", {"x": 0, "y": 1}, ["x"]), ("max(x, y)*z", {"x": 1, "y": 1, "z": 2}, ["x", "y"]),
    ("sqrt(x) + y", {"x": 0, "y": 1}, ["x"]), ("where(x > 0, x, log(x)) + y", {"x": 1, "y": 1}, []),
    ("where(x > 0, x**2, 1/x) + y", {"x": 0, "y": 1}, ["x"]), ("exp(x) + y", {"x": 1000, "y": 1}, ["x"]),
    ("where(x > 2, log(x - 1), x) + y", {"x": 0.5, "y": 1}, ["x"]),
    ("hypot(x, y)*z", {"x": 1e-160, "y": 1e-160, "z": 2}, ["x", "y"]), ("binomial(n, 2)", {"n": 1e8}, ["n"]),
    ("beta(x, 2) + y", {"x": -3, "y": 1}, ["x"]), ("binomial(n, 2)", {"n": 5}, []), ("atan2(x, 2)", {"x": 1e-140}, []),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at", "names"), LEFT_OUT)
def test_kinks_and_faults_are_left_out_of_the_asserts_and_say_why(
    program: str, at: dict[str, Any], names: list[str]
) -> None:
    told = code(study(program, at))
    for library in ("pytorch", "jax"):
        assert re.findall(r"The derivative by (\w+) is left out: c\d+ \(", told[library]) == names


@pytest.mark.parametrize("library", ["pytorch", "jax", "numpy"])
def test_every_row_has_its_spelling_or_none(library: str) -> None:
    without = {row.name for row in OPERATIONS if spelling(library, row) is None}
    assert without == {"normcdf2", *(["erfi", "dawsn"] if library == "pytorch" else [])}


@pytest.mark.parametrize(
    ("library", "module", "text"),
    [("pytorch", "torch", "a/(1 + torch.abs(a))"), ("jax", "jax", "a/(1 + jnp.abs(a))")],
)
def test_a_row_that_is_not_listed_is_said_by_its_own_formula(library: str, module: str, text: str) -> None:
    softsign = called_by_name("softsign", lambda m, x: x / (1 + m.absolute(x)), lambda m, c, x: ())
    assert spelled(library, Written(module), softsign, ((),), (), [Written("a")]).text == text


def test_a_formula_that_calls_what_a_library_lacks_is_not_said() -> None:
    orthant = called_by_name("orthant", lambda m, x: m.normcdf2(0.0, 0.0, x), lambda m, c, x: ())
    assert spelling("pytorch", orthant) is None


WRITTEN = [
    (lambda a, b: a - (b - 1), "a - (b - 1)"), (lambda a, b: (a - b) - 1, "a - b - 1"),
    (lambda a, b: -(a + b) * 2, "-(a + b)*2"), (lambda a, b: (a**b) ** 2, "(a**b)**2"),
    (lambda a, b: a ** (b**2), "a**b**2"), (lambda a, b: (-2.0) ** a, "(-2)**a"), (lambda a, b: (-a) ** 2, "(-a)**2"),
    (lambda a, b: -(a**2), "-a**2"), (lambda a, b: a / (b / 2), "a/(b/2)"), (lambda a, b: (a + 1).T, "(a + 1).T"),
    (lambda a, b: a * (b @ a), "a*(b @ a)"), (lambda a, b: (a < b) == (b < 1), "(a < b) == (b < 1)"),
    (lambda a, b: a.exp(b, dim=(0,)), "a.exp(b, dim=(0,))"), (lambda a, b: (a + b).chosen((0, (1, None, None))), "(a + b)[0, 1:]"),
    (lambda a, b: 1e300 * a - -1.5, "1e+300*a - -1.5"), (lambda a, b: 2**a, "2**a"), (lambda a, b: 1 / a, "1/a"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "text"), WRITTEN)
def test_brackets_stand_where_python_needs_them(formula: Any, text: str) -> None:
    assert formula(Written("a"), Written("b")).text == text
    if not re.search(r"[@.]\w|\[|@", text):
        a, b = 1.75, 0.5
        assert eval(text, {"a": a, "b": b}) == formula(a, b)


def test_numbers_are_written_in_full() -> None:
    assert [number(x) for x in (2.0, 0.1, 1e16, float("inf"))] == ["2", "0.1", "1e+16", 'float("inf")']
    assert floats([[1, 0.5], [float("nan"), -0.0]]) == '[[1.0, 0.5], [float("nan"), -0.0]]'


def test_a_spelling_writes_and_computes_alike() -> None:
    row = next(row for row in OPERATIONS if row.name == "hypot")
    assert (
        spelled("pytorch", Written("torch"), row, ((), ()), (), [Written("a"), Written("b")]).text
        == "torch.hypot(a, b)"
    )
