"""What `make check` and `make test` run: which tests a change asks for, and that a part that fails is heard."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scripts import changed
from tests.support.paths import ROOT


@pytest.mark.parametrize(("path", "tests"), [
    ("graphs/picture/frame.py", ["tests/picture"]), ("graphs/picture/routes/bends.py", ["tests/picture"]), ("graphs/limits.py", ["tests"]),
    ("wengert/web/routes/api.py", ["tests/web"]), ("tests/language/test_names.py", ["tests/language/test_names.py"]),
    ("tests/support/programs.py", ["tests"]), ("tests/conftest.py", ["tests"]), ("README.md", []), ("tests/browser/test_page.py", []),
    ("static/js/main.js", ["tests/web/test_assets.py", "tests/web/test_bundle.py", "tests/web/test_looks.py", "tests/web/test_vendor.py"]),
])  # fmt: skip
def test_a_change_asks_for_its_tests(path: str, tests: list[str]) -> None:
    assert changed.tests_of(path) == tests


def test_what_is_named_is_asked_beside_the_rules_of_the_house() -> None:
    assert changed.chosen(["tests/picture"]) == ["tests/picture", "tests/test_house.py"]
    assert changed.chosen(["tests"]) == ["tests"]


def test_every_place_with_tests_of_its_own_exists() -> None:
    assert all((ROOT / place).exists() and (ROOT / each).exists() for place, tests in changed.NAMED.items() for each in tests.split())  # fmt: skip


@pytest.mark.parametrize(("first", "last", "code"), [("true", "true", 0), ("echo seen; false", "true", 1), ("true", "false", 1)])  # fmt: skip
def test_one_part_that_fails_is_heard(first: str, last: str, code: int) -> None:
    command = [sys.executable, "scripts/parts.py", f"first={first}", f"last={last}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == code
    assert ("\nseen\n" in done.stdout) == ("seen" in first)
    assert ("failed: " in done.stdout) == bool(code)
