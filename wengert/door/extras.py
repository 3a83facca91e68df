"""What the core does without: packages that an extra brings, and what is said where they are not there."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class MissingExtra(ImportError):
    """A package that an extra of Wengert brings is not installed."""


def needed(module: str, extra: str, what: str) -> Any:
    """A module that an extra brings. what: what cannot be done without it. Raises MissingExtra."""
    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] in ("wengert", "graphs"):
            raise
        raise MissingExtra(
            f"{what} needs {missing.name}, which is not installed: pip install 'wengert[{extra}]'", name=missing.name
        ) from missing
