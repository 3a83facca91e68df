"""What the environment decides, read once at start."""

from __future__ import annotations

from dataclasses import dataclass

from graphs.limits import WEB, Limits


@dataclass(frozen=True)
class Settings:
    """limits: of every request."""

    limits: Limits = WEB
