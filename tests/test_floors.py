"""Imports go down the floors of the house, libraries stay in their rooms, and nothing evaluates text."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import graphs
import web

TOP = Path(graphs.__file__).parent.parent
# From the ground up, as a package's docstring lists them; rooms on one floor do not import each other,
# but a room may stand on those before it where the line has an arrow.
LISTED = {
    package.__name__: [
        re.split(r"\s{2,}", line.strip())[0] for line in (package.__doc__ or "").splitlines() if line.startswith("    ")
    ]
    for package in (graphs, web)
}
ROOMS = {package: {path.stem for path in (TOP / package).glob("*.py")} - {"__init__"} for package in ("graphs", "web")}
# Where else than in its own rooms a library may be used: `web` stands for all of that package.
LIBRARIES = {
    "flask": {"app", "web"},
    "werkzeug": {"app", "web"},
    "graphviz": {"drawing"},
    "pygraphviz": {"drawing"},
    "torch": {"pytorch"},
    "mpmath": {"precise", "precise_gammas", "inertia"},
    "sqlalchemy": {"store"},
    "psycopg": {"store"},
    "flask_limiter": {"limiter"},
    "limits": {"limiter", "counts"},
    "redis": {"limiter"},
    "pydantic": {"link", "plot_body", "parts", "schema", "openapi"},
    "gunicorn": {"worker"},
    "prometheus_client": {"metrics"},
}


def imports(source: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{name.name}" for name in node.names} | {node.module}
    return found


def rank(package: str, room: str) -> tuple[int, int]:
    for floor, line in enumerate(LISTED[package]):
        rooms = re.findall(r"\w+", line)
        if room in rooms:
            return floor, rooms.index(room) if "→" in line else 0
    raise AssertionError(f"{room} stands on no floor of {package}/__init__.py")


def broken_floors(package: str, room: str, source: str) -> list[str]:
    """What a room imports from its own floor or above."""
    found = imports(source)
    used = {name.split(".")[1] for name in found if name.startswith(f"{package}.")} & ROOMS[package]
    wrong = {other for other in used if rank(package, other) >= rank(package, room)}
    wrong |= {name for name in found if name.split(".")[0] in ABOVE[package]}
    return sorted(wrong)


ABOVE = {"graphs": {"web", "app", "store"}, "web": {"app"}}
ALL = [(package, room) for package, rooms in ROOMS.items() for room in sorted(rooms)]
PATHS = [*(TOP / package / f"{room}.py" for package, room in ALL), TOP / "store.py", TOP / "app.py"]


@pytest.mark.parametrize(("package", "room"), ALL)
def test_imports_go_down_only(package: str, room: str) -> None:
    assert broken_floors(package, room, (TOP / package / f"{room}.py").read_text()) == []


def test_a_planted_wrong_import_is_caught() -> None:
    assert broken_floors("graphs", "forward", "from graphs.reverse import reverse") == ["reverse"]
    assert broken_floors("graphs", "operations", "from graphs import study") == ["study"]
    assert broken_floors("graphs", "study", "from graphs.export import document") == ["export"]
    assert broken_floors("graphs", "language", "from graphs.scan import scan") == []
    assert broken_floors("graphs", "link", "from web.replies import limits") == ["web.replies", "web.replies.limits"]
    assert broken_floors("web", "answers", "from web.api import routes") == ["api"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_libraries_stay_in_their_rooms(path: Path) -> None:
    used = {name.split(".")[0] for name in imports(path.read_text())}
    here = {path.stem, path.parent.name}
    assert [library for library in used if not here & LIBRARIES.get(library, here)] == []


def test_nothing_evaluates_text() -> None:
    """No call of an evaluator in the house; ast.parse stands in language.py alone."""
    evaluators = {"eval", "exec", "compile", "sympify", "parse_expr", "lambdify", "S", "__import__"}
    for path in PATHS:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                owner = getattr(getattr(node.func, "value", None), "id", "")
                assert name not in evaluators or owner == "re", (path.name, node.lineno, name)
                if name == "parse" and owner == "ast":
                    assert path.stem == "language"


def test_rooms_stay_small() -> None:
    for path in PATHS:
        assert len(path.read_text().splitlines()) <= 400, path.name
