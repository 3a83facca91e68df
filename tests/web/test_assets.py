"""Scripts and styles under an address that changes with them: kept by browsers, and never a wrong one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from wengert.web import bundle
from wengert.web.routes import assets


def test_what_is_named_by_its_content_is_kept(client: FlaskClient) -> None:
    answer = client.get(f"/static/{assets.version()}/js/main.js")
    assert answer.status_code == 200 and answer.get_data() == (assets.FOLDER / "js" / "main.js").read_bytes()
    assert answer.cache_control.max_age == assets.KEPT and answer.cache_control.public
    assert answer.cache_control.immutable and not client.get("/").cache_control.immutable


def test_a_page_of_another_version_gets_todays_file_and_nobody_keeps_it(client: FlaskClient) -> None:
    answer = client.get("/static/0123456789ab/css/tokens.css")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["js/main.js", "0123456789ab/../app.py", "0123456789ab/%2e%2e/app.py", "0123456789ab/none.js"]
)
def test_nothing_else_is_served(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/static/{path}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize("change", ["content", "name"])
def test_the_address_changes_with_a_file(tmp_path: Path, change: str) -> None:
    folder = tmp_path / "static"
    shutil.copytree(assets.FOLDER, folder)
    assert assets.version() == bundle.digest(folder)[:12]
    changed = folder / "js" / "text" / "busy.js"
    if change == "content":
        changed.write_text(changed.read_text() + "\n")
    else:
        changed.rename(folder / "js" / "text" / "labour.js")
    assert assets.version() != bundle.digest(folder)[:12]


def test_a_page_asks_for_every_module_at_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or each would be asked for when the one that imports it has come; where there is a bundle, it is in it."""
    monkeypatch.setattr(assets, "bundled", lambda: None)
    modules = assets.imported("js/main.js")
    assert {"js/study/frame.js", "js/picture/painter.js", "vendor/katex/katex.min.js"} <= set(modules)
    assert "js/main.js" not in modules and len(set(modules)) == len(modules) > 50
    text = client.get("/").get_data(as_text=True)
    for name in modules:
        assert f'rel="modulepreload" href="/static/{assets.version()}/{name}"' in text


def test_the_icon_stands_at_the_root_too(client: FlaskClient) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 200 and answer.mimetype in ("image/x-icon", "image/vnd.microsoft.icon")
    assert answer.get_data()[:6] == b"\0\0\1\0\3\0" and answer.headers["ETag"]
