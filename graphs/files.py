"""Where templates and static files lie: beside the packages in a clone, inside `wengert` in a wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGES = Path(__file__).parents[1]


def _folder(name: str) -> Path:
    inside = PACKAGES / "wengert" / name
    return inside if inside.is_dir() else PACKAGES / name


TEMPLATES = _folder("templates")
STATIC = _folder("static")
