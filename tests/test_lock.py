"""The locks hold everything that each Python and platform needs, by what the installed packages say of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PYTHONS = ["3.11.2", "3.12.1", "3.13.0"]
PLATFORMS = {
    "linux x86_64": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    "linux aarch64": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "aarch64"},
    "macos arm64": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
}  # fmt: skip
LOCKS = {"requirements.in": ["requirements.txt"], "requirements-test.in": ["requirements.txt", "requirements-test.txt"]}
Lock = dict[str, list[tuple[str, Marker | None]]]


def lock_of(names: list[str]) -> Lock:
    """Package → each version that is locked, and for whom."""
    lock: Lock = {}
    for name in names:
        for line in re.findall(r"^[A-Za-z0-9].*?(?= \\$)", (ROOT / name).read_text(), re.MULTILINE):
            found = Requirement(line)
            (pin,) = found.specifier
            assert pin.operator == "=="
            lock.setdefault(canonicalize_name(found.name), []).append((pin.version, found.marker))
    return lock


def asked_for(name: str) -> list[Requirement]:
    lines = (line.partition("#")[0].strip() for line in (ROOT / name).read_text().splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def environment(python: str, platform: str) -> dict[str, str]:
    """What markers are read in."""
    short = python.rpartition(".")[0]
    told = {**default_environment(), "python_version": short, "python_full_version": python, **PLATFORMS[platform]}
    return {name: str(value) for name, value in told.items()}


def lacking(roots: list[Requirement], lock: Lock, python: str, platform: str) -> Iterator[str]:
    """What is needed from these on, and is not locked, or not for this Python."""
    told = environment(python, platform)
    waiting: list[tuple[Requirement, str]] = [(root, "") for root in roots]
    seen: set[tuple[str, str]] = set()
    while waiting:
        wanted, extra = waiting.pop()
        if wanted.marker is not None and not wanted.marker.evaluate({**told, "extra": extra}):
            continue
        name = canonicalize_name(wanted.name)
        versions = {version for version, marker in lock.get(name, []) if marker is None or marker.evaluate(told)}
        if len(versions) != 1 or not wanted.specifier.contains(*versions, prereleases=True):
            yield f"{wanted} is asked for, {versions or 'nothing'} is locked"
            continue
        yield from unfit(name, *versions, python)
        for part in {"", *wanted.extras}:
            if (name, part) not in seen:
                seen.add((name, part))
                waiting += [(Requirement(line), part) for line in needs(name)]


def needs(name: str) -> list[str]:
    """Nothing is known of what this Python does without."""
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []


def unfit(name: str, version: str, python: str) -> Iterator[str]:
    """What an installed package says against it."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return
    if told["Version"] != version:
        yield f"{name} {version} is locked, {told['Version']} is installed"
    if not SpecifierSet(told["Requires-Python"] or "").contains(python):
        yield f"{name} {version} does not take Python {python}"


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("asked", LOCKS)
def test_the_locks_hold_all_that_is_needed(asked: str, python: str, platform: str) -> None:
    assert list(lacking(asked_for(asked), lock_of(LOCKS[asked]), python, platform)) == []


def test_a_lock_made_for_one_python_alone_is_caught() -> None:
    """As it once was: redis asks for async-timeout where Python is older than 3.11.3."""
    lock = lock_of(["requirements.txt"])
    del lock["async-timeout"]
    roots = asked_for("requirements.in")
    (told,) = lacking(roots, lock, "3.11.2", "linux x86_64")
    assert told.startswith("async-timeout") and list(lacking(roots, lock, "3.12.1", "linux x86_64")) == []
    lock["flask"] = [("2.0.0", None)]
    assert [line for line in lacking(roots, lock, "3.12.1", "macos arm64") if "2.0.0" in line]


def test_what_stands_in_both_locks_is_the_same() -> None:
    """In one version: where it is wanted may differ, as tzdata is by Windows alone in one and by pandas in the other."""
    one, other = lock_of(["requirements.txt"]), lock_of(["requirements-test.txt"])
    both = set(one) & set(other)
    versions = [({version for version, _ in one[name]}, {version for version, _ in other[name]}) for name in both]
    assert both and all(mine == theirs for mine, theirs in versions)


def test_the_oldest_python_is_said_alike() -> None:
    told = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text())
    assert told and told[1] == PYTHONS[0]
    least = ", ".join(told[1].split("."))
    assert f"version_info < ({least})" in (ROOT / "scripts" / "environment.sh").read_text()
    assert f"--python-version {told[1]} " in (ROOT / "Makefile").read_text()
    assert f"Python {told[1]} or newer" in (ROOT / "README.md").read_text()
