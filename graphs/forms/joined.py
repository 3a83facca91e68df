"""ES modules → one script, and sheets with their fonts inside: what a page of several files is as a single one.

Every module becomes a function that is called once, in the order of the imports, and hands on what it exports. It knows
the few spellings that static/js is written in, and refuses any other: tests/forms/test_joined.py joins every module.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

_STATEMENT = re.compile(r"^(?:import|export)\b.*?(?:;|\{|$)", re.MULTILINE | re.DOTALL)
_IMPORT = re.compile(r'^import (?:\{(?P<names>[^{}"]*)\} from )?"(?P<path>\.[^"]+)";', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function|class|const) ([A-Za-z_$][\w$]*)", re.MULTILINE)
_COMMENT = re.compile(r"^/\*.*?\*/\s*|^ *//[^\n]*\n|^ */\*\*.*?\*/\n", re.MULTILINE | re.DOTALL)
_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_URL = re.compile(r"url\(([^)]+\.woff2)\)")


@cache
def joined(entry: Path) -> str:
    """The script that does what the module does, without an import. Raises ValueError where it cannot be made."""
    order: dict[Path, str] = {}
    _visit(entry.resolve(), order, ())
    numbers = {path: number for number, path in enumerate(order)}
    return "\n".join(_function(path, source, numbers) for path, source in order.items())


def _visit(path: Path, order: dict[Path, str], within: tuple[Path, ...]) -> None:
    """Put a module behind those that it imports."""
    if path in order:
        return
    if path in within:
        raise ValueError(f"{path.name} imports itself by way of {within[-1].name}")
    source = path.read_text(encoding="utf-8")
    for each in _IMPORT.finditer(source):
        _visit((path.parent / each["path"]).resolve(), order, (*within, path))
    order[path] = source


def _function(path: Path, source: str, numbers: dict[Path, int]) -> str:
    """One module, as the function that it becomes."""

    def taken(each: re.Match[str]) -> str:
        if not (each["names"] or "").strip():
            return ""  # it is called for what it does
        names = each["names"].replace(" as ", ": ")
        return f"const {{{names}}} = module{numbers[(path.parent / each['path']).resolve()]};"

    body, imports = _IMPORT.subn(taken, source)
    exported = [name for _, name in _EXPORT.findall(body)]
    body, exports = _EXPORT.subn(r"\1 \2", body)
    if len(_STATEMENT.findall(source)) != imports + exports or "import(" in source or "import.meta" in source:
        raise ValueError(f"{path.name} imports or exports in a way that cannot be joined")
    if re.search(r"<!--|</script", source, re.IGNORECASE):
        raise ValueError(f"{path.name} holds what would end a script element")
    if not path.name.endswith(".min.js"):
        body = _COMMENT.sub("", body)
        body = re.sub(r" +// [^\"'`\n]*$", "", body, flags=re.MULTILINE)  # with no quote behind it, it is in no string
        if any(line.count("`") % 2 for line in body.splitlines()):
            raise ValueError(f"{path.name} has a text of several lines, which must keep its spaces")
        body = re.sub(r"^ +", "", body, flags=re.MULTILINE)
    return f"const module{numbers[path]} = (() => {{\n{body.strip()}\nreturn {{{', '.join(exported)}}};\n}})();"


@cache
def sheet(path: Path, fonts: Collection[str]) -> str:
    """A sheet with the fonts of these names inside; faces of other fonts are left out."""

    def face(each: re.Match[str]) -> str:
        file = next((name for name in _URL.findall(each[0]) if Path(name).stem in fonts), None)
        if file is None:
            return ""
        data = base64.b64encode((path.parent / file).read_bytes()).decode()
        source = re.sub(r"src:[^;}]*", f"src:url(data:font/woff2;base64,{data}) format('woff2')", each[0])
        return source

    rules = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return _FACE.sub(face, rules)
