"""`wengert build`: a folder of players, each one file, with an index, for any place that serves files."""

from __future__ import annotations

import re
from argparse import Namespace
from html import escape
from pathlib import Path

from graphs.errors import Problem, told
from wengert.command.failures import ANSWERED, FAILED, Misuse
from wengert.command.questions import text_of_file, written_to
from wengert.door.study import study

_INDEX = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Computational graphs</title>
<style>body{{font:18px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}}
pre{{font-size:15px;white-space:pre-wrap}}@media(prefers-color-scheme:dark){{html{{color-scheme:dark}}}}</style>
<h1>Computational graphs</h1>
{entries}
</html>
"""
_ENTRY = '<h2><a href="{page}">{title}</a></h2>\n<pre>{program}</pre>'


def build(options: Namespace) -> int:
    """Write the pages of all files that can be answered; FAILED where one cannot. Raises Misuse."""
    from graphs.forms.table import FORMS

    if "html" not in FORMS:
        raise Misuse("this version writes no pages of one file")
    pages = _pages([Path(name) for name in options.files])
    folder = Path(options.out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise Misuse(f"{folder} cannot be made: {failure.strerror}") from None
    entries, failed = [], False
    for page, path in pages.items():
        text = text_of_file(path)
        try:
            written = study(text, names=options.names).html()
        except Problem as problem:
            print(f"{path}: {told(problem)}")
            failed = True
            continue
        written_to(str(folder / page), written, options.force)
        entries.append(_ENTRY.format(page=page, title=escape(path.stem), program=escape(text.strip())))
    written_to(str(folder / "index.html"), _INDEX.format(entries="\n".join(entries)), options.force)
    return FAILED if failed else ANSWERED


def _pages(paths: list[Path]) -> dict[str, Path]:
    """The name of each file's page: signs that every host takes. Raises Misuse where two are alike."""
    pages: dict[str, Path] = {}
    for path in paths:
        page = f"{re.sub(r'[^A-Za-z0-9._-]+', '-', path.stem).strip('-.') or 'graph'}.html"
        if page in pages or page == "index.html":
            other = f"that of {pages[page]}" if page in pages else "the index"
            raise Misuse(f"the page of {path} would be {page}, as {other} is: call it otherwise")
        pages[page] = path
    return pages
