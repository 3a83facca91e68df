"""SciPy's functions, loaded when one is first called: loading SciPy takes longer than answering a small question."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


class Late:
    """A function of a module of SciPy's. Of numbers and arrays, as the module has it."""

    def __init__(self, module: str, name: str):
        self._module, self.__name__ = module, name
        self._function: Callable[..., Any] | None = None

    def __call__(self, *operands: Any, **more: Any) -> Any:
        """What the function returns."""
        if self._function is None:
            self._function = getattr(import_module(self._module), self.__name__)
        return self._function(*operands, **more)


class LateModule:
    """`special.erfcx` is scipy.special.erfcx: each name is a Late, loaded when it is called."""

    def __init__(self, module: str):
        self._module = module

    def __getattr__(self, name: str) -> Late:
        if name.startswith("_"):
            raise AttributeError(name)
        made = self.__dict__[name] = Late(self._module, name)
        return made


special = LateModule("scipy.special")
linalg, lapack = LateModule("scipy.linalg"), LateModule("scipy.linalg.lapack")


def load() -> None:
    """Load all of them, for a server: none of its answers is to wait for SciPy."""
    import scipy.linalg
    import scipy.special  # noqa: F401
