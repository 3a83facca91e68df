"""The house: which folder may import which, floors inside a folder, libraries in their rooms, files of one thought, and
nothing that evaluates text. docs/architecture.md draws it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.support.paths import ROOT, STATIC

# Below everything: any room may use these.
GROUND = {"graphs.errors", "graphs.limits", "graphs.clock", "graphs.strict_json", "graphs.files"}
# A folder's rooms may import what stands here, and their own folder's rooms below them.
_NOTATION = "notation autodiff language operations"
_STUDY = f"study diagnosis {_NOTATION}"
FOLDERS = {
    "operations": "",
    "language": "operations",
    "autodiff": "language operations",
    "notation": "autodiff language operations",
    "diagnosis": _NOTATION,
    "study": f"diagnosis {_NOTATION}",
    "workers": "",
    "picture": f"{_STUDY} workers",
    "explain": _STUDY,
    "landscape": _STUDY,
    "paths": _STUDY,
    "code": _STUDY,
    "closed_forms": f"{_STUDY} workers",
    "checks": f"code workers {_STUDY}",
    "contract": f"explain paths practice {_STUDY}",
    "practice": f"explain {_STUDY}",
    "forms": f"contract explain paths picture practice workers {_STUDY}",
    "gallery": "",
}
LARGEST_FILE, LARGEST_FOLDER = 400, 15
# Where a library may be used: a folder stands for all rooms in it.
LIBRARIES = {
    "flask": ("wengert.web", "app"),
    "werkzeug": ("wengert.web", "app"),
    "graphviz": ("graphs.picture.layout",),
    "pygraphviz": ("graphs.picture.layout",),
    "torch": ("graphs.checks.pytorch",),
    "sqlalchemy": ("wengert.store",),
    "psycopg": ("wengert.store",),
    "flask_limiter": ("wengert.web.middleware.limiter",),
    "limits": ("wengert.web.middleware.limiter", "wengert.web.middleware.counts"),
    "redis": ("wengert.web.middleware.limiter",),
    "mpmath": (
        "graphs.operations.readings.multiprecision",
        "graphs.autodiff.reference",
        "graphs.landscape.inertia",
    ),
    "pydantic": ("graphs.contract", "wengert.web.openapi"),
    "gunicorn": ("wengert.web.servers.worker",),
    "typst": ("graphs.forms.printing",),
    "cssselect2": ("graphs.forms.flat",),
    "tinycss2": ("graphs.forms.flat",),
    "prometheus_client": ("wengert.web.middleware.metrics",),
    "rich": ("wengert.command.showing",),
}
PATHS = sorted([*(ROOT / "graphs").rglob("*.py"), *(ROOT / "wengert").rglob("*.py"), ROOT / "app.py"])


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in PATHS}
PACKAGES = {name for name, path in MODULES.items() if path.name == "__init__.py"}


def imports(source: str) -> set[str]:
    """What a source imports, by full name: a name that is no module of ours stands for the module that holds it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{name.name}" for name in node.names}
            found |= {name if name in MODULES else node.module for name in inner}
    return found


def folder_of(module: str) -> str:
    return module if module in PACKAGES else module.rpartition(".")[0]


def area_of(module: str) -> str:
    """`operations` for graphs.operations.readings.floats; '' for the doors and the ground."""
    top, _, rest = module.partition(".")
    return rest.partition(".")[0] if top == "graphs" else ""


def broken_arrows(module: str, source: str) -> list[str]:
    """What a room of `graphs` imports from folders that it may not know."""
    area = area_of(module)
    if module == "graphs" or not module.startswith("graphs."):
        return []
    if module in GROUND:
        return sorted(name for name in imports(source) if name.startswith(("graphs", "wengert")) and name not in GROUND)
    allowed = {area, *FOLDERS[area].split()}
    return sorted(
        name
        for name in imports(source)
        if (name.startswith("graphs") and name not in GROUND and area_of(name) not in allowed)
        or name.split(".")[0] in ("wengert", "app", "tests")
    )


def floors_of(folder: str) -> list[list[str]]:
    """The rooms of a folder from the ground up, as its docstring lists them; `a → b` says that b may import a."""
    text = ast.get_docstring(ast.parse(MODULES[folder].read_text())) or ""
    return [line.split("  ")[0].split() for line in re.findall(r"^    (\S.*)$", text, re.MULTILINE)]


def broken_floors(module: str, source: str) -> list[str]:
    """What a room imports of its own folder from its own floor or above."""
    folder = folder_of(module)
    ranks: dict[str, int] = {}
    for floor, rooms in enumerate(floors_of(folder)):
        for position, room in enumerate(room for room in rooms if room != "→"):
            ranks[room] = floor * 100 + (position if "→" in rooms else 0)
    here = module.rpartition(".")[2]
    wrong = []
    for name in imports(source):
        inside, _, room = name.rpartition(".")
        if inside == folder and name not in PACKAGES and ranks[room] >= ranks[here]:
            wrong.append(room)
    return sorted(wrong)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_room_knows_only_what_is_below_it(module: str) -> None:
    source = MODULES[module].read_text()
    assert broken_arrows(module, source) == []
    if module not in PACKAGES and folder_of(module) in MODULES and folder_of(module) != "graphs":
        assert broken_floors(module, source) == []


def test_planted_wrong_imports_are_caught() -> None:
    assert broken_arrows("graphs.autodiff.forward", "from graphs.study import study") == ["graphs.study.study"]
    assert broken_arrows("graphs.operations.row", "import wengert.store") == ["wengert.store"]
    assert broken_arrows("graphs.language.parser", "from graphs.autodiff import graph") == ["graphs.autodiff.graph"]
    assert broken_arrows("graphs.errors", "from graphs.study import study") == ["graphs.study.study"]
    for module, room in (
        ("graphs.diagnosis.losses", "graphs.study.study"),
        ("graphs.code.script", "graphs.checks.checks"),
        ("graphs.landscape.plots", "graphs.contract.document"),
    ):
        assert broken_arrows(module, f"import {room}") == [room]
    assert broken_arrows("graphs.study.study", "from graphs.errors import Place") == []
    assert broken_floors("graphs.autodiff.forward", "from graphs.autodiff.reverse import reverse") == ["reverse"]
    assert broken_floors("graphs.autodiff.graph", "from graphs.autodiff.build import build") == ["build"]
    assert libraries_out_of_place("graphs.study.study", "import flask") == ["flask"]
    assert libraries_out_of_place("graphs.picture.svg", "import graphviz") == ["graphviz"]
    assert libraries_out_of_place("wengert.web.replies", "import sqlalchemy") == ["sqlalchemy"]
    assert evaluators_in("eval(text)") == ["eval"] and evaluators_in("re.compile(x)") == []


@pytest.mark.parametrize("folder", sorted(PACKAGES - {"graphs"}))
def test_every_room_has_a_floor(folder: str) -> None:
    rooms = {name.rpartition(".")[2] for name in MODULES if folder_of(name) == folder and name not in PACKAGES}
    assert {room for floor in floors_of(folder) for room in floor} - {"→"} == rooms
    assert len((ast.get_docstring(ast.parse(MODULES[folder].read_text())) or "").splitlines()) <= 12


def libraries_out_of_place(module: str, source: str) -> list[str]:
    used = {name.split(".")[0] for name in imports(source)} & LIBRARIES.keys()
    return sorted(each for each in used if not any(f"{module}.".startswith(f"{place}.") for place in LIBRARIES[each]))


@pytest.mark.parametrize("module", sorted(MODULES))
def test_libraries_stay_in_their_rooms(module: str) -> None:
    assert libraries_out_of_place(module, MODULES[module].read_text()) == []


def evaluators_in(source: str) -> list[str]:
    """Calls of what could evaluate text."""
    evaluators = {"eval", "exec", "compile", "sympify", "parse_expr", "lambdify", "S", "__import__"}
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            owner = getattr(getattr(node.func, "value", None), "id", "")
            if name in evaluators and owner != "re":
                found.append(name)
            if name == "parse" and owner == "ast":
                found.append("ast.parse")
    return found


def test_nothing_evaluates_text() -> None:
    """No call of an evaluator in the house; ast.parse, which only builds a tree, stands behind the bounds of two readers,
    and what Typst compiles is a page of ours that reads pictures and captions as data."""
    found = {module: evaluators_in(path.read_text()) for module, path in MODULES.items()}
    assert {module: calls for module, calls in found.items() if calls} == {
        "graphs.language.code.parsed.syntax": ["ast.parse"],
        "graphs.language.plain.expression": ["ast.parse"],
        "graphs.forms.printing": ["compile"],
    }


def test_files_and_folders_stay_small() -> None:
    scripts = [path for folder in ("js", "css") for path in (STATIC / folder).rglob("*.*")]
    for path in [*PATHS, *scripts]:
        assert len(path.read_text().splitlines()) <= LARGEST_FILE, path
    for folder in {path.parent for path in [*PATHS, *(STATIC / "js").rglob("*.js")]}:
        rooms = [path for path in folder.iterdir() if path.suffix in (".py", ".js") and path.name != "__init__.py"]
        assert len(rooms) <= LARGEST_FOLDER, folder
