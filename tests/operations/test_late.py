"""What is loaded late is there when it is called: a name that SciPy does not have would be found by a visitor."""

from __future__ import annotations

import ast
from importlib import import_module

import pytest

from graphs.operations.readings import late
from tests.test_house import MODULES

LATE = "graphs.operations.readings.late"


def _names() -> list[tuple[str, str]]:
    """(module, name) of every function that a room fetches late."""
    found = set()
    for path in MODULES.values():
        tree = ast.parse(path.read_text())
        kept = {
            alias.asname or alias.name: vars(getattr(late, alias.name))["_module"]
            for each in ast.walk(tree)
            if isinstance(each, ast.ImportFrom) and each.module == LATE
            for alias in each.names
        }
        for each in ast.walk(tree):
            if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id in kept:
                found.add((kept[each.value.id], each.attr))
    return sorted(found)


def test_there_are_some() -> None:
    assert ("scipy.special", "erfcx") in _names() and ("scipy.linalg.lapack", "dgesv") in _names()


@pytest.mark.parametrize(("module", "name"), _names())
def test_scipy_has_it(module: str, name: str) -> None:
    assert callable(getattr(import_module(module), name))


def test_it_is_what_scipy_computes() -> None:
    assert late.special.erfcx(0.5) == import_module("scipy.special").erfcx(0.5)
    assert late.special.erfcx is late.special.erfcx and late.special.erfcx.__name__ == "erfcx"
    with pytest.raises(AttributeError):
        _ = late.special.__wrapped__
