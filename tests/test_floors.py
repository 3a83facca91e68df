"""Imports go down the floors of the house, libraries stay in their rooms, and nothing evaluates text."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import graphs

ROOT = Path(graphs.__file__).parent
# From the ground up, as the package's docstring lists them; rooms on one floor do not import each other,
# but a room may stand on those before it where the line has an arrow.
FLOORS = [
    re.findall(r"\w+", re.split(r"\s{2,}", line.strip())[0])
    for line in (graphs.__doc__ or "").splitlines()
    if line.startswith("    ")
]
ARROWS = [
    "→" in re.split(r"\s{2,}", line.strip())[0]
    for line in (graphs.__doc__ or "").splitlines()
    if line.startswith("    ")
]
LIBRARIES = {
    "flask": {"app"},
    "werkzeug": {"app"},
    "graphviz": {"drawing"},
    "pygraphviz": {"drawing"},
    "pebble": {"child"},
    "torch": {"pytorch"},
    "sqlalchemy": {"store"},
    "pydantic": {"link"},
}


def imports(source: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{name.name}" for name in node.names} | {node.module}
    return found


def rank(room: str) -> tuple[int, int]:
    for floor, rooms in enumerate(FLOORS):
        if room in rooms:
            return floor, rooms.index(room) if ARROWS[floor] else 0
    raise AssertionError(f"{room} stands on no floor of graphs/__init__.py")


def broken_floors(room: str, source: str) -> list[str]:
    """What a room imports from its own floor or above."""
    used = {name.split(".")[1] for name in imports(source) if name.startswith("graphs.")}
    return sorted(other for other in used & ROOMS if rank(other) >= rank(room))


ROOMS = {path.stem for path in ROOT.glob("*.py")} - {"__init__"}


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_imports_go_down_only(room: str) -> None:
    assert broken_floors(room, (ROOT / f"{room}.py").read_text()) == []


def test_a_planted_wrong_import_is_caught() -> None:
    assert broken_floors("forward", "from graphs.reverse import reverse") == ["reverse"]
    assert broken_floors("operations", "from graphs import study") == ["study"]
    assert broken_floors("study", "from graphs.export import document") == ["export"]
    assert broken_floors("language", "from graphs.scan import scan") == []


@pytest.mark.parametrize("room", [*sorted(ROOMS), "app"])
def test_libraries_stay_in_their_rooms(room: str) -> None:
    path = ROOT / f"{room}.py" if room != "app" else ROOT.parent / "app.py"
    used = {name.split(".")[0] for name in imports(path.read_text())}
    assert [library for library in used if room not in LIBRARIES.get(library, {room})] == []


def test_nothing_evaluates_text() -> None:
    """No call of an evaluator in the house; ast.parse stands in language.py alone."""
    evaluators = {"eval", "exec", "compile", "sympify", "parse_expr", "lambdify", "S", "__import__"}
    for path in [*ROOT.glob("*.py"), ROOT.parent / "app.py"]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                owner = getattr(getattr(node.func, "value", None), "id", "")
                assert name not in evaluators or owner == "re", (path.name, node.lineno, name)
                if name == "parse" and owner == "ast":
                    assert path.stem == "language"


def test_rooms_stay_small() -> None:
    for path in [*ROOT.glob("*.py"), ROOT.parent / "app.py"]:
        assert len(path.read_text().splitlines()) <= 300, path.name
