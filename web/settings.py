"""What the environment decides, read once at start."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from graphs.limits import WEB, Limits


@dataclass(frozen=True)
class Settings:
    """limits: of every request. metrics: whether /metrics is served. log_characters: of what a visitor typed, at most
    so many are written to the log of a fault.
    """

    limits: Limits = WEB
    metrics: bool = False
    log_characters: int = 200

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Raises ValueError, which names the variable, where one cannot be read."""
        return cls(
            metrics=_boolean(environ, "WENGERT_METRICS", cls.metrics),
            log_characters=_count(environ, "WENGERT_LOG_CHARACTERS", cls.log_characters),
        )


def _boolean(environ: Mapping[str, str], name: str, default: bool) -> bool:
    text = environ.get(name, str(default)).lower()
    if text not in ("true", "false", "1", "0"):
        raise ValueError(f"{name} must be true or false, not {text!r}")
    return text in ("true", "1")


def _count(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValueError(f"{name} must be a number from 0, not {text!r}")
    return int(text)
