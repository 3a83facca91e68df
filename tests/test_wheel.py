"""What is installed: two packages, all that the page and the pictures consist of inside them, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.paths import ROOT
from tests.test_house import MODULES, imports
from tests.test_lock import asked_for, lock_of

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
# Of requirements.in, what only a server needs; the core does without.
BROUGHT_BY_FLASK = {"werkzeug", "jinja2", "markupsafe", "limits"}  # limits by Flask-Limiter
SERVER = {*"flask flask-limiter gunicorn prometheus-client psycopg redis sqlalchemy".split()}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files of the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return {*zipfile.ZipFile(wheel).namelist()}


def _inside(folder: Path) -> set[str]:
    skipped = ("__pycache__", ".pyc")
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {path for path in paths if not any(each in path for each in skipped)}


def test_the_wheel_has_two_packages_whole(names: set[str]) -> None:
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"graphs", "wengert"}
    for package in ("graphs", "wengert"):
        assert {f"{package}/{path}" for path in _inside(ROOT / package)} <= names
        assert f"{package}/py.typed" in names
    for folder in ("templates", "static"):
        assert {f"wengert/{folder}/{path}" for path in _inside(ROOT / folder)} <= names


def test_what_the_engine_reads_at_run_time_is_in_the_wheel(names: set[str]) -> None:
    for needed in ("graphs/gallery.json", "graphs/forms/fonts/main.ttf", "wengert/static/css/tokens.css",
                   "wengert/static/css/picture/graph.css", "wengert/templates/page.html"):  # fmt: skip
        assert needed in names
    assert any(name.endswith("licenses/graphs/forms/fonts/LICENSE-source") for name in names)


def test_the_wheel_asks_for_what_is_locked() -> None:
    """Core and server together are requirements.in, and every lock is new enough for what the wheel asks for."""
    extras = PROJECT["optional-dependencies"]
    core, server = ([Requirement(line) for line in lines] for lines in (PROJECT["dependencies"], extras["server"]))
    assert {each.name for each in server} == SERVER
    assert {each.name for each in core + server} >= {each.name for each in asked_for("requirements.in")}
    lock = lock_of(["requirements.txt"])
    for each in core + server:
        ((version, _),) = lock[canonicalize_name(each.name)]
        assert each.specifier.contains(version), each
    assert extras["all"] == ["wengert[server,notebook]"]


def test_every_room_imports_what_its_extra_brings() -> None:
    """What the core imports is a dependency of the core; what the server's rooms import, also one of the server's."""
    extras = PROJECT["optional-dependencies"]
    core = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
    server = core | {canonicalize_name(Requirement(line).name) for line in extras["server"]}
    ours, brought = {"graphs", "wengert"}, metadata.packages_distributions()
    for module, path in MODULES.items():
        tops = {name.partition(".")[0] for name in imports(path.read_text())} - ours - sys.stdlib_module_names
        known = server | BROUGHT_BY_FLASK if module.startswith(("wengert.web", "wengert.store", "app")) else core
        for top in tops - {"torch"}:  # asked for where it is installed
            assert {canonicalize_name(each) for each in brought.get(top, ["?"])} & known, f"{module} imports {top}"


def test_the_release_is_built_by_what_the_project_names() -> None:
    (builder,) = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    assert builder in (ROOT / "requirements-release.txt").read_text().splitlines()
    assert f"{builder} " in (ROOT / "requirements-test.in").read_text()


@pytest.mark.extra
def test_what_is_built_is_installed_and_used(tmp_path: Path) -> None:
    for kind in ("wheel", "sdist"):
        command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(tmp_path)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    subprocess.run([sys.executable, "scripts/release.py", str(tmp_path)], cwd=ROOT, check=True)
