"""Texts as people have them, and how an answer of the API stands to what is right for each.

A row of a file of texts (JSON lines) holds `id`, `form` (`plain`, `python`, `latex`), `text`, `at` and `expect`; `why` and
`source` are for readers. `expect` has `reading`: `read`, `refuse` or `ask`. Where the text is read it may have

- `value`, and `gradient` (of a scalar output) or `jacobian`: a number or nested lists by input; no input may be missing, none be added;
- `order`: the names of `inputs`, in their order;
- `names`: name -> {`value`, `adjoint`} of the node that carries the author's name (the last, where a name is bound again);
- `point`: name -> the value of that input;
- `left_out`: how many places, at least, the notes of kind "left out" must tell;
- `claims`: [{`text`, `holds`}], each claim of the answer in its order, its text up to spaces, or the part of it to the right or left.

Where it is refused or asked, `hint` is a piece of the message, of its hint or of its fixes.

`python -m tests.support.as_typed FILE...` prints one line for each row, and how many there are of each kind.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from flask.testing import FlaskClient

RELATIVE, ABSOLUTE = 1e-9, 1e-12  # the second for numbers that are zero but for rounding

RIGHT = "right"
SILENTLY_WRONG = "silently wrong"  # numbers that are not the author's, and no error
REFUSED_WRONGLY = "refused wrongly"
ACCEPTED_WRONGLY = "accepted wrongly"  # an answer where the text should have been refused, or asked about
ASKED_WRONGLY = "asked wrongly"
INCOMPLETE = "incomplete"  # the numbers or the refusal are right; what is told beside them is not
KINDS = (RIGHT, SILENTLY_WRONG, REFUSED_WRONGLY, ACCEPTED_WRONGLY, ASKED_WRONGLY, INCOMPLETE)

Row = dict[str, Any]
Answer = dict[str, Any]


class Verdict(NamedTuple):
    kind: str
    detail: str = ""  # the first mismatch


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def judged(client: FlaskClient, row: Row) -> Verdict:
    """What the API makes of the row's text."""
    response = client.post("/api/v1/trace", json={"program": row["text"], "at": row["at"]})
    return verdict(row, response.status_code, response.get_json())


def verdict(row: Row, status: int, answer: Answer) -> Verdict:
    """How an answer, or a problem document, stands to the row."""
    expect = row["expect"]
    if status >= 500:
        return Verdict(REFUSED_WRONGLY, f"status {status}")
    if status == 200:
        return (
            _of_answer(row, answer) if expect["reading"] == "read" else Verdict(ACCEPTED_WRONGLY, _told(expect, answer))
        )
    got = "ask" if answer["type"] == "/problems/two-readings" else "refuse"
    if got != expect["reading"]:
        return Verdict(ASKED_WRONGLY if got == "ask" else REFUSED_WRONGLY, answer["detail"])
    if got == "ask" and len(answer.get("fixes") or []) < 2:
        return Verdict(INCOMPLETE, f"fewer than two fixes: {answer['detail']}")
    if expect["hint"].casefold() not in " ".join(_words(answer)).casefold():
        return Verdict(INCOMPLETE, f"{expect['hint']!r} is not in: {answer['detail']}")
    return Verdict(RIGHT)


def _told(expect: Row, answer: Answer) -> str:
    return f"to {expect['reading']}; value {answer['value']}"


def _words(problem: Answer) -> Iterator[str]:
    yield problem["detail"]
    yield problem.get("hint") or ""
    for fix in problem.get("fixes") or []:
        yield fix["text"]
        yield fix["label"]


def _of_answer(row: Row, answer: Answer) -> Verdict:
    expect = row["expect"]
    for detail in _numbers(expect, answer):
        return Verdict(SILENTLY_WRONG, detail)
    for detail in _beside(row["form"], expect, answer):
        return Verdict(INCOMPLETE, detail)
    return Verdict(RIGHT)


def _numbers(expect: Row, answer: Answer) -> Iterator[str]:
    """Value and derivatives that are not the expected ones."""
    yield from _off("value", answer["value"], expect["value"])
    kind = "jacobian" if "jacobian" in expect else "gradient"
    got, wanted = answer[kind], expect[kind]
    if got is None:
        yield f"no {kind}: the output has another shape"
        return
    if set(got) != set(wanted):
        yield f"inputs {sorted(got)}, not {sorted(wanted)}"
        return
    for name, derivative in wanted.items():
        yield from _off(f"{kind} {name}", got[name], derivative)


def _beside(form: str, expect: Row, answer: Answer) -> Iterator[str]:
    """What is told beside the numbers and is not as expected."""
    if answer.get("read_as") != form and (form, answer.get("read_as")) != ("python", "plain"):  # the same in both
        yield f"read as {answer.get('read_as')}, not {form}"
    inputs = {each["name"]: each["value"] for each in answer["inputs"]}
    if "order" in expect and [*inputs] != expect["order"]:
        yield f"order {[*inputs]}, not {expect['order']}"
    for name, value in expect.get("point", {}).items():
        yield from _off(f"point {name}", inputs.get(name), value)
    nodes = {node["name"]: node for node in answer["nodes"]}
    for name, numbers in expect.get("names", {}).items():
        if name not in nodes:
            yield f"no node is named {name}"
            continue
        for key, number in numbers.items():
            yield from _off(f"{key} of {name}", nodes[name][key], number)
    told = {(note["line"], note["column"]) for note in answer.get("notes") or [] if note["kind"] == "left out"}
    if len(told) < expect.get("left_out", 0):
        yield f"{len(told)} places left out are told, not {expect['left_out']}"
    if "claims" in expect:
        yield from _claims(expect["claims"], answer.get("claims") or [])


def _claims(wanted: list[Row], got: list[Row]) -> Iterator[str]:
    if len(got) != len(wanted):
        yield f"{len(got)} claims {[claim['text'] for claim in got]}, not {len(wanted)}"
        return
    for here, there in zip(wanted, got, strict=True):
        a, b = _solid(here["text"]), _solid(there["text"])
        if not (_ends(a, b) or _ends(b, a)):
            yield f"claim {there['text']!r}, not {here['text']!r}"
        elif there["holds"] is not here["holds"]:
            yield f"claim {there['text']!r} holds: {there['holds']}, not {here['holds']}"


def _solid(text: str) -> str:
    return "".join(text.split())


def _ends(whole: str, part: str) -> bool:
    """Whether the part is all of a claim, or a side of it."""
    return bool(part) and (
        whole == part
        or whole.startswith((f"{part}=", f"{part}≈", f"{part}\\approx"))
        or whole.endswith((f"={part}", f"≈{part}", f"\\approx{part}"))
    )


def _off(what: str, got: Any, wanted: Any) -> Iterator[str]:
    """A sentence, where a number or nested lists of numbers are not the same to RELATIVE."""
    if not _same(got, wanted):
        yield f"{what} {got}, not {wanted}"


def _same(got: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return isinstance(got, list) and len(got) == len(wanted) and all(map(_same, got, wanted))
    if isinstance(got, list) or got is None or wanted is None:
        return got is wanted
    return math.isclose(float(got), float(wanted), rel_tol=RELATIVE, abs_tol=ABSOLUTE)


def main(paths: list[Path]) -> None:
    from wengert.web.application import create_app  # the judge itself needs no application
    from wengert.web.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data=Path(folder), rated=False))
        app.testing = False  # unforeseen faults are answers, too
        client = app.test_client()
        for path in paths:
            counts: Counter[str] = Counter()
            for row in rows(path):
                kind, detail = judged(client, row)
                counts[kind] += 1
                print(f"{row['id']:32} {kind:17} {detail}".rstrip())
            print(f"{path.name}: {counts.total()} rows; " + ", ".join(f"{kind} {counts[kind]}" for kind in KINDS))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
