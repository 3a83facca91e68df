"""A wrong rule in the table, for as long as it takes: who checks must see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from graphs.operations.row import Operation


@contextmanager
def planted(row: Operation, **wrong: Callable[..., Any]) -> Iterator[None]:
    """The row with other partials or maps: rows are frozen, so that only a test can do this."""
    right = {name: getattr(row, name) for name in wrong}
    for name, formula in wrong.items():
        object.__setattr__(row, name, formula)
    try:
        yield
    finally:
        for name, formula in right.items():
            object.__setattr__(row, name, formula)
