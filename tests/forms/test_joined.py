"""Modules as one script: every module that the page has can be joined, and what cannot be is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graphs.forms.joined import joined, sheet
from tests.support.paths import STATIC

MODULES = sorted(path for path in (STATIC / "js" / "embed").glob("*.js") if "import" in path.read_text())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_every_module_of_the_player_is_joined(path: Path) -> None:
    script = joined(path)
    assert not re.search(r"^(import|export)\b", script, re.MULTILINE)
    assert "</script" not in script.lower() and "<!--" not in script


def test_an_import_stands_before_what_imports_it(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('/** A. */\nimport { b as c } from "./b.js";\nexport const a = c() + 1;\n')
    (tmp_path / "b.js").write_text("export function b() {\n  return 1;\n}\n")
    assert joined(tmp_path / "a.js").split() == (
        "const module0 = (() => { function b() { return 1; } return {b}; })();"
        "const module1 = (() => { const { b: c } = module0; const a = c() + 1; return {a}; })();"
    ).replace(";const", "; const").split()  # fmt: skip


def test_of_comments_only_they_themselves_go(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("/** A. */\nf(() => {\n  // why\n  g(); // because\n});\nh();\n")
    assert joined(tmp_path / "a.js") == "const module0 = (() => {\nf(() => {\ng();\n});\nh();\nreturn {};\n})();"


REFUSED = {
    "default": "export default 1;\n",
    "list": "const a = 1;\nexport { a };\n",
    "namespace": 'import * as b from "./b.js";\n',
    "late": 'const b = await import("./b.js");\n',
    "itself": 'import { a } from "./a.js";\n',
    "ends the element": 'export const a = "</script>";\n',
}


@pytest.mark.parametrize("source", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_joined_is_refused(source: str, tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text(source)
    (tmp_path / "b.js").write_text("export const b = 1;\n")
    with pytest.raises(ValueError, match=r"a\.js"):
        joined(tmp_path / "a.js")


def test_a_sheet_has_the_fonts_that_are_asked_for_inside() -> None:
    rules = sheet(STATIC / "vendor/katex/katex.min.css", ("KaTeX_Main-Regular",))
    assert rules.count("@font-face") == rules.count("data:font/woff2;base64,") == 1
    assert "url(fonts" not in rules and ".katex" in rules
