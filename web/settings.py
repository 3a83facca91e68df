"""What the environment decides, read once at start."""

from __future__ import annotations

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
        """Raises ValueError where a number is none."""
        return cls(
            metrics=environ.get("WENGERT_METRICS", "false").lower() == "true",
            log_characters=int(environ.get("WENGERT_LOG_CHARACTERS", cls.log_characters)),
        )
