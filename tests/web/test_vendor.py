"""The vendored files are the ones that were checked in: nothing is fetched, nothing was changed by hand."""

from __future__ import annotations

import hashlib
import re

import pytest

from tests.support.paths import ROOT


@pytest.mark.parametrize("folder", ["static/vendor", "tests/vendor"])
def test_vendored_files_have_their_sums(folder: str) -> None:
    base = ROOT / folder
    listed = dict(reversed(line.split("  ", 1)) for line in (base / "SHA256SUMS").read_text().splitlines())
    found = {str(path.relative_to(base)) for path in base.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    assert found == set(listed)
    for name, digest in listed.items():
        assert hashlib.sha256((base / name).read_bytes()).hexdigest() == digest, name


def test_every_vendored_package_carries_its_licence() -> None:
    for package in (ROOT / "static" / "vendor").iterdir():
        if package.is_dir():
            assert [name for name in package.iterdir() if name.name.upper().startswith("LICEN")], package.name


def test_requirements_hold_no_address_and_no_path() -> None:
    for name in ("requirements.txt", "requirements-test.txt"):
        text = (ROOT / name).read_text()
        assert not re.search(r"https?:|file:|--index-url|--find-links|(^|\s)/", text)
        assert len(re.findall(r"^\S+==", text, re.M)) <= text.count("--hash=sha256:")


def test_the_page_asks_for_nothing_from_outside() -> None:
    for path in [
        *(ROOT / "templates").glob("*.html"),
        *(ROOT / "static" / "css").rglob("*.css"),
        *(ROOT / "static" / "js").rglob("*.js"),
    ]:
        outside = re.findall(r"https?://[^\s\"')]+", path.read_text())
        assert [url for url in outside if url != "http://www.w3.org/2000/svg"] == [], path.name
