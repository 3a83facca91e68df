"""A bundle is served where it is whole and made from today's sources, and never else."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.support import bundles
from tests.support.paths import ROOT
from wengert.web import bundle
from wengert.web.routes import assets


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the sources, which the app takes for its own."""
    folder = bundles.copy(tmp_path)
    monkeypatch.setattr(assets, "FOLDER", folder)
    forget()
    yield folder
    monkeypatch.undo()
    forget()


def forget() -> None:
    for known in (assets.version, assets._digest, assets._made, assets._sheets, assets.imported):
        known.cache_clear()


def links(client: FlaskClient, path: str = "/") -> list[str]:
    """What a page asks for, without the version."""
    text = client.get(path).get_data(as_text=True)
    return re.findall(r'<(?:link|script)[^>]*(?:href|src)="/static/\w+/([^"]+)"', text)


def is_bundled(client: FlaskClient) -> bool:
    names = links(client)
    bundled = "dist/main-ABCDEF12.js" in names
    assert ("js/main.js" in names) != bundled and ("css/page.css" in names) != bundled
    return bundled


def test_a_bundle_of_todays_sources_takes_the_place_of_modules_and_sheets(client: FlaskClient, static: Path) -> None:
    assert not is_bundled(client)
    bundles.pretend(static)
    forget()
    assert is_bundled(client)
    assert [name for name in links(client) if name.startswith("dist/")] == [
        "dist/main-12ABCDEF.css", "dist/chunk-ABCDEF12.js", "dist/main-ABCDEF12.js",
    ]  # fmt: skip
    assert len(links(client)) < 12
    assert "css/pages/docs.css" in links(client, "/api/v1/docs") and "css/page.css" in links(client, "/api/v1/docs")


def rewrite(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))


DIST, MANIFEST = Path("dist"), Path("dist/manifest.json")
SPOILED: dict[str, Callable[[Path], object]] = {
    "a script was changed": lambda static: (static / "js/text/busy.js").write_text("1"),
    "a sheet was changed": lambda static: (static / "css/tokens.css").write_text(""),
    "a script came": lambda static: (static / "js/text/new.js").write_text(""),
    "a script went": lambda static: (static / "js/text/busy.js").unlink(),
    "a script has another name": lambda static: (static / "js/text/busy.js").rename(static / "js/text/labour.js"),
    "a font was changed": lambda static: next(static.rglob("*.woff2")).write_bytes(b"1"),
    "the script is missing": lambda static: (static / DIST / "main-ABCDEF12.js").unlink(),
    "what it imports is missing": lambda static: (static / DIST / "chunk-ABCDEF12.js").unlink(),
    "the sheet is missing": lambda static: (static / DIST / "main-12ABCDEF.css").unlink(),
    "the script is cut off": lambda static: (static / DIST / "main-ABCDEF12.js").write_bytes(b"im"),
    "the manifest is missing": lambda static: (static / MANIFEST).unlink(),
    "the manifest is cut off": lambda static: (static / MANIFEST).write_text('{"sources"'),
    "the manifest is a list": lambda static: (static / MANIFEST).write_text("[]"),
    "the manifest says no digest": lambda static: rewrite(static / MANIFEST, lambda told: told.pop("sources")),
    "the manifest names no files": lambda static: rewrite(static / MANIFEST, lambda told: told.update(files=None)),
    "the script is none of its files": lambda static: rewrite(static / MANIFEST, lambda told: told.update(script="x")),
    "a folder is where the manifest was": lambda static: ((static / MANIFEST).unlink(), (static / MANIFEST).mkdir()),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_what_is_stale_or_not_whole_is_not_served(
    client: FlaskClient, static: Path, spoil: Callable[[Path], object]
) -> None:
    bundles.pretend(static)
    assert is_bundled(client)
    spoil(static)
    forget()
    assert bundle.bundle(static, bundle.digest(static)) is None and assets.bundled() is None
    assert not any(name.startswith("dist/") for name in links(client))


def test_a_bundle_that_goes_while_the_server_runs_is_not_served(client: FlaskClient, static: Path) -> None:
    dist = bundles.pretend(static)
    assert is_bundled(client)
    (dist / "main-ABCDEF12.js").rename(dist / "main-FEDCBA98.js")
    assert not is_bundled(client)


def test_a_page_made_with_another_bundle_gets_todays(
    client: FlaskClient, static: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dist = bundles.pretend(static)
    monkeypatch.setattr(client.application, "static_folder", str(static))
    for name, todays in [("main-ZZZZZZZZ.js", "main-ABCDEF12.js"), ("main-ZZZZZZZZ.css", "main-12ABCDEF.css")]:
        answer = client.get(f"/static/0123456789ab/dist/{name}")
        assert answer.get_data() == (dist / todays).read_bytes() and answer.headers["Cache-Control"] == "no-store"
    assert client.get("/static/0123456789ab/dist/chunk-ZZZZZZZZ.js").status_code == 404
    shutil.rmtree(dist)
    assert client.get("/static/0123456789ab/dist/main-ZZZZZZZZ.js").status_code == 404


def test_the_digest_is_of_the_sources_alone(static: Path) -> None:
    before = bundle.digest(static)
    bundles.pretend(static)
    assert bundle.digest(static) == before and re.fullmatch("[0-9a-f]{64}", before)


def test_esbuild_makes_one_that_is_served(static: Path) -> None:
    bundles.make(static)
    made = bundle.bundle(static, bundle.digest(static))
    assert made is not None and len(made.imports) <= 5  # what the three late parts share with the page stands apart
    names = [made.script, *made.imports, made.style]
    assert all((made.folder / f"{name}.map").is_file() for name in names)
    style = (made.folder / made.style).read_text()
    fonts = re.findall(r"url\(([^)]*\.woff2)\)", style)
    assert len(fonts) > 20 and all((made.folder / font).resolve().is_file() for font in fonts)
    media = [each.replace(" ", "") for _, each in bundle.sheets(static, bundle.STYLE) if each]
    assert media and all(f"@media{each}" in style.replace(" ", "") for each in media)
    bundles.make(static)
    assert bundle.bundle(static, bundle.digest(static)) == made


def test_every_sheet_and_no_other_is_listed(static: Path) -> None:
    names = [name for name, _ in bundle.sheets(static, bundle.STYLE)]
    listed = (static / bundle.STYLE).read_text().count("@import")
    words = {"css/pages/docs.css", "css/pages/gallery.css", "css/pages/rules.css", bundle.STYLE, assets.WORDS,
             "css/embed/player.css", "css/embed/compact.css", "css/embed/file.css", "css/present/present.css",
             "css/paths/paths.css", "css/share/share.css", "css/draft/draft.css"}  # fmt: skip
    found = {path.relative_to(static).as_posix() for path in (static / "css").rglob("*.css")}
    assert len(set(names)) == listed and set(names) - {"vendor/katex/katex.min.css"} == found - words


def test_the_lock_names_no_host_and_pins_what_is_asked_for() -> None:
    asked = json.loads((ROOT / "package.json").read_text())
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert lock[""]["dependencies"] == asked["dependencies"]
    assert lock[""]["devDependencies"] == asked["devDependencies"]
    for name, version in (asked["dependencies"] | asked["devDependencies"]).items():
        assert lock[f"node_modules/{name}"]["version"] == version
    for name, package in lock.items():
        assert not name or package["integrity"].startswith("sha512-"), name
        assert package.get("resolved", "https://registry.npmjs.org/").startswith("https://registry.npmjs.org/")
