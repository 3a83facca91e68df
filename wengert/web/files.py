"""Where templates and static files lie: beside the packages in a clone, inside this package in a wheel."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def _folder(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


TEMPLATES = _folder("templates")
STATIC = _folder("static")
_SOURCES = (_PACKAGE, _PACKAGE.parent / "graphs", TEMPLATES, STATIC)


@cache
def version() -> str:
    """Stands for the names and bytes of all that an answer is made by: programs, templates, static files."""
    digest = hashlib.sha256()
    for folder in _SOURCES:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
