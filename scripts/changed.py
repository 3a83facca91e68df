"""The unit tests of what changed, one path a line: python scripts/changed.py [FOLDER…]

Named folders or files are what is meant. Otherwise it is what differs from the branch main, or from the last commit on
main itself: a test file by itself, a room of graphs by the folder of tests of its name, and what has no such folder
by everything. The house's own rules are always asked.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOUSE = "tests/test_house.py"
# What stands in no folder of its tests' name.
NAMED = {
    "graphs/gallery.json": "tests/test_gallery.py",
    "graphs/gallery.py": "tests/test_gallery.py",
    "graphs/study": "tests/diagnosis tests/contract",
    "wengert/store.py": "tests/test_store.py",
    "wengert/web": "tests/web",
    "templates": "tests/web",
    "static": "tests/web/test_assets.py tests/web/test_bundle.py tests/web/test_looks.py tests/web/test_vendor.py",
    "app.py": "tests/web",
    "gunicorn.conf.py": "tests/web/test_serving.py tests/web/test_sockets.py",
    "scripts/bundle.mjs": "tests/web/test_bundle.py",
    "package.json": "tests/web/test_bundle.py",
    "package-lock.json": "tests/web/test_bundle.py",
    "scripts/environment.sh": "tests/test_environment.py",
    "scripts/changed.py": "tests/test_scripts.py",
    "scripts/parts.py": "tests/test_scripts.py",
    "fuzz": "tests/test_fuzz.py",
}
# No unit test reads these.
SILENT = ("docs", "benchmarks", "scripts", "tests/browser", "tests/js", "Makefile", ".ci")


def git(*words: str) -> list[str]:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True).stdout.splitlines()


def changed() -> list[str]:
    base = git("merge-base", "main", "HEAD")
    return [*git("diff", "--name-only", *(base or ["HEAD"])), *git("ls-files", "--others", "--exclude-standard")]


def within(path: str, place: str) -> bool:
    return path == place or path.startswith(place + "/")


def tests_of(path: str) -> list[str]:
    for place, tests in NAMED.items():
        if within(path, place):
            return tests.split()
    if any(within(path, place) for place in SILENT) or path.endswith(".md"):
        return []
    room = path.split("/")[1] if path.startswith("graphs/") else ""
    if room and (ROOT / "tests" / room).is_dir():
        return [f"tests/{room}"]
    if path.startswith("tests/") and Path(path).name.startswith("test_"):
        return [path] if (ROOT / path).exists() else []
    return ["tests"]


def chosen(asked: list[str]) -> list[str]:
    found = asked or [test for path in changed() for test in tests_of(path)]
    return sorted({HOUSE, *found} if "tests" not in found else {"tests"})


if __name__ == "__main__":
    print("\n".join(chosen(sys.argv[1:])))
