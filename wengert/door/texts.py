"""What a Python caller may give for a program and for numbers → a text that the reader reads, and plain numbers."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from graphs.errors import Problem, WrongRequest
from graphs.notation.numbers import value_text

_SHORT = 60  # characters of a program, and of its numbers, in a repr


def text_of(program: object) -> str:
    """A text as it is; a mapping's items as lines, `name = formula`; a SymPy expression as SymPy prints it.

    Raises WrongRequest where it is none of these.
    """
    if isinstance(program, str):
        return program
    if isinstance(program, Mapping):
        return "\n".join(f"{name} = {_inner(formula)}" for name, formula in program.items())
    return _inner(program)


def _inner(formula: object) -> str:
    if isinstance(formula, str):
        return formula
    if isinstance(formula, int | float) and not isinstance(formula, bool):
        return repr(formula)
    sympy = sys.modules.get("sympy")  # whoever has an expression of SymPy's has imported it
    if sympy is not None and isinstance(formula, sympy.Basic | sympy.MatrixBase):
        return str(sympy.sstr(formula, full_prec=True))
    raise WrongRequest(
        f"a program is text, a mapping of names to formulas, or an expression of SymPy, and no {type(formula).__name__}"
    )


def plain(value: Any) -> Any:
    """Numbers and arrays of any library as Python's numbers, and lists of them; what is none stays as it is."""
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, str | bytes | bool) or value is None:
        return value
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if hasattr(value, "__array__"):
        return np.asarray(value, float).tolist()
    return float(value) if hasattr(value, "__float__") and not isinstance(value, int) else value


@contextmanager
def shown_in(program: str) -> Iterator[None]:
    """Problems raised inside show their place in this text."""
    try:
        yield
    except Problem as problem:
        problem.program = program
        raise


def cut(text: str) -> str:
    """A text as a repr has room for it."""
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def listed(numbers: Mapping[str, Any]) -> str:
    """Numbers by name, as a repr has room for them."""
    return cut(", ".join(f"{name}={value_text(value)}" for name, value in numbers.items()))
