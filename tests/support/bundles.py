"""Bundles for tests: one that is whole, though nothing is in it, and the real one, where esbuild is at hand."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.paths import ROOT, STATIC
from wengert.web import bundle

FILES = {"main-ABCDEF12.js": b"import './chunk-ABCDEF12.js'", "chunk-ABCDEF12.js": b"1", "main-12ABCDEF.css": b"p {}"}


def copy(folder: Path) -> Path:
    """`static` without a bundle, in a folder of its own."""
    return Path(shutil.copytree(STATIC, folder / "static", ignore=shutil.ignore_patterns(bundle.DIST)))


def pretend(static: Path) -> Path:
    """A bundle that is said to be made from these sources: its folder."""
    dist = static / bundle.DIST
    dist.mkdir()
    for name, content in FILES.items():
        (dist / name).write_bytes(content)
    script, chunk, style = FILES
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()}
    manifest = {"sources": bundle.digest(static), "script": script, "imports": [chunk], "style": style, "files": sums}
    (dist / "manifest.json").write_text(json.dumps(manifest))
    return dist


def make(static: Path) -> None:
    """The real one. Skips the test where node or esbuild is missing (`make test` fetches it where npm is)."""
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules" / "esbuild").is_dir():
        pytest.skip("node or esbuild is missing")
    subprocess.run([node, "scripts/bundle.mjs", str(static)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
