"""The files that an answer is made by, and what stands for them."""

from __future__ import annotations

import hashlib
from functools import cache

from graphs.files import PACKAGES, STATIC, TEMPLATES

__all__ = ["STATIC", "TEMPLATES", "version"]

_SOURCES = (PACKAGES / "wengert", PACKAGES / "graphs", TEMPLATES, STATIC)


@cache
def version() -> str:
    """Stands for the names and bytes of all that an answer is made by: programs, templates, static files."""
    digest = hashlib.sha256()
    for folder in _SOURCES:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
