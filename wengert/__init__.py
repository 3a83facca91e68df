"""Wengert in Python: `study` reads a program and runs both modes of automatic differentiation on it.

From the ground up; a file may import those of the lines above, and those before an arrow:

    answers store version
    testing
    __main__
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graphs.errors import Problem as Problem
    from wengert.door.extras import MissingExtra as MissingExtra
    from wengert.door.notebook import load_ipython_extension as load_ipython_extension
    from wengert.door.notebook import show as show
    from wengert.door.study import Study as Study
    from wengert.door.study import study as study

    __version__: str

# Where a name lives: nothing is imported before it is asked for, so that `import wengert` costs nothing.
_ROOMS = {
    "MissingExtra": "wengert.door.extras",
    "Problem": "graphs.errors",
    "Study": "wengert.door.study",
    "load_ipython_extension": "wengert.door.notebook",
    "show": "wengert.door.notebook",
    "study": "wengert.door.study",
}
__all__ = ["MissingExtra", "Problem", "Study", "show", "study"]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "__version__":
        return import_module("wengert.version").version()
    if name not in _ROOMS:
        raise AttributeError(f"module 'wengert' has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_ROOMS[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted([*globals(), *_ROOMS, "__version__"])
