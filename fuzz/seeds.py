"""The first corpus: every program of the gallery and of the tests' data, in the form that each harness reads.

`python -m fuzz.seeds` writes them beside what fuzzing found since; files are named by their content.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fuzz.texts import bytes_of

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
_DATA = HERE.parent / "tests" / "data"


def programs() -> Iterator[tuple[str, dict[str, Any]]]:
    """Programs, each with its point."""
    for entry in json.loads((HERE.parent / "graphs" / "gallery.json").read_text())["entries"]:
        yield entry["program"], entry["at"]
    for case in json.loads((_DATA / "cases.json").read_text()):
        yield case["expression"], case["inputs"]
    for line in (_DATA / "bad_inputs.jsonl").read_text().splitlines():
        row = json.loads(line)
        if isinstance(row.get("input"), str):
            yield row["input"], row.get("point", {})


def pasted(form: str) -> Iterator[str]:
    """Texts as people have them, of one form."""
    for line in (_DATA / "pasted.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row["form"] == form:
            yield row["text"]


def seeds(name: str) -> Iterator[bytes]:
    """What one harness starts from."""
    if name in ("code", "latex"):
        yield from (text.encode() for text in pasted({"code": "python"}.get(name, name)))
        return
    for program, at in programs():
        if name in ("parser", "dot"):
            yield program.encode("utf-8", "surrogatepass")
        elif name == "points":
            yield json.dumps({"program": program, "at": at}).encode()
        else:
            yield bytes_of(program, {key: json.dumps(value) for key, value in at.items()})


def keep(name: str, data: bytes) -> None:
    """Keep an input in a harness's corpus."""
    folder = CORPUS / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


def main() -> None:
    from fuzz.targets import TARGETS

    for name in TARGETS:
        for data in seeds(name):
            keep(name, data)


if __name__ == "__main__":
    main()
