"""What the environment decides, read once at start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graphs.limits import WEB, Limits, limits_from


@dataclass(frozen=True)
class Settings:
    """limits: of every request."""

    limits: Limits = WEB

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """What these variables say. Raises ValueError where one cannot be read."""
        return cls(limits=limits_from(environ))
