"""The page's script and styles in a file each, made by `make bundle` where node is. Without it the page has modules.

A bundle lies in `static/dist`, with a manifest that has the digest of the sources it was made from.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

DIST = "dist"
SCRIPT, STYLE = "js/main.js", "css/main.css"  # what it is made from, with all that they import
_IMPORT = re.compile(r"""^@import "([^"]+)" ?(.*);$""", re.MULTILINE)


@dataclass(frozen=True)
class Bundle:
    """Files of `folder`, by name: the page's script, what that imports at once, and its styles."""

    folder: Path
    script: str
    imports: tuple[str, ...]
    style: str

    def is_there(self) -> bool:
        """Whether all are: another bundle may be made, and this one taken away, while a server runs."""
        return all((self.folder / name).is_file() for name in (self.script, *self.imports, self.style))


def digest(folder: Path) -> str:
    """64 hexadecimal digits for the names and bytes of all files but a bundle's; scripts/bundle.mjs makes the same."""
    sources = hashlib.sha256()
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    for name in sorted(paths):
        if not name.startswith(f"{DIST}/"):
            content = paths[name].read_bytes()
            sources.update(f"{name}\0{len(content)}\0".encode() + content)
    return sources.hexdigest()


def bundle(folder: Path, sources: str) -> Bundle | None:
    """What was made from the sources of this digest, if it is there and whole."""
    dist = folder / DIST
    try:
        manifest = json.loads((dist / "manifest.json").read_bytes())
        if manifest["sources"] != sources:
            return None
        for name, expected in manifest["files"].items():
            if hashlib.sha256((dist / name).read_bytes()).hexdigest() != expected:
                return None
        made = Bundle(dist, manifest["script"], tuple(manifest["imports"]), manifest["style"])
        return made if {made.script, *made.imports, made.style} <= manifest["files"].keys() else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # none was made, or a hand has been at it
        return None


def sheets(folder: Path, style: str) -> list[tuple[str, str]]:
    """The sheets that a sheet imports, in order, each with the media that it is for ("": all)."""
    path = folder / style
    return [
        ((path.parent / name).resolve().relative_to(folder.resolve()).as_posix(), media)
        for name, media in _IMPORT.findall(path.read_text())
    ]
