"""The version, which stands in pyproject.toml alone: read there in a clone, and in what pip wrote of it elsewhere."""

from __future__ import annotations

import re
from functools import cache
from importlib import metadata

from graphs.files import PACKAGES


@cache
def version() -> str:
    """Such as 0.1.0."""
    project = PACKAGES / "pyproject.toml"
    if project.is_file():
        found = re.search(r'^version = "([^"]+)"$', project.read_text(encoding="utf-8"), re.MULTILINE)
        if found:
            return found[1]
    return metadata.version("wengert")
