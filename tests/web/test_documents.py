"""README.md and docs/api.md: every request in them is made, and answered as stands beside it."""

from __future__ import annotations

import ast
import json
import re
import shlex
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.support.paths import ROOT

_ASKED = re.compile(r"^```sh\n(curl [^`]*?)```\n(?:\s*```json\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
_PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SERVER = "http://127.0.0.1:8000"
_TEXTS = {name: (ROOT / name).read_text() for name in ("README.md", "docs/api.md")}
REQUESTS = [pytest.param(*found, id=f"{name}: {found[0][:60]}") for name, text in _TEXTS.items()
            for found in _ASKED.findall(text)]  # fmt: skip


def _sent(command: str) -> tuple[str, str | None]:
    """The address and the body of a curl command."""
    address, body, pairs, in_query = "", None, list[str](), False
    words = iter(shlex.split(command.replace("\\\n", "")))
    assert next(words) == "curl"
    for word in words:
        if word == "--data-urlencode":
            name, _, value = next(words).partition("=")
            pairs.append(f"{name}={quote(value, safe='')}")
        elif word == "-d":
            pairs.append(next(words))
        elif word == "-H":
            assert next(words) == "content-type: application/json"
        elif word in ("-s", "-sG"):
            in_query = in_query or "G" in word
        else:
            assert word.startswith(_SERVER)
            address = word.removeprefix(_SERVER)
    if in_query:
        return f"{address}?{'&'.join(pairs)}", None
    return address, (pairs[0] if pairs else body)


def _missing(shown: Any, answered: Any, at: str = "") -> Iterator[str]:
    """What is shown and not answered so: of objects some keys may be shown, of lists some entries, in their order."""
    if isinstance(shown, dict) and isinstance(answered, dict):
        for key, value in shown.items():
            yield from _missing(value, answered[key], f"{at}.{key}") if key in answered else [f"{at}.{key}"]
    elif isinstance(shown, list) and isinstance(answered, list) and any(isinstance(each, dict) for each in shown):
        rest = iter(answered)
        for number, each in enumerate(shown):
            if not any(not [*_missing(each, other)] for other in rest):
                yield f"{at}[{number}]"
    elif shown != answered:
        yield f"{at}: {shown} is shown, {answered} is answered"


@pytest.mark.parametrize(("command", "shown"), REQUESTS)
def test_a_request_is_answered_as_it_is_shown(client: FlaskClient, command: str, shown: str) -> None:
    address, body = _sent(command)
    made = client.get(address) if body is None else client.post(address, data=body, content_type="application/json")
    assert made.is_json or made.mimetype == "application/problem+json"
    answered = json.loads(made.data)
    assert made.status_code < 400 or answered["type"].startswith("/problems/")
    if shown:
        assert [*_missing(json.loads(shown), answered)] == []
    else:
        assert made.status_code == 200


def test_what_is_not_answered_is_seen() -> None:
    answered = {"a": [{"id": 1, "b": 2}, {"id": 2}], "c": [1, 2]}
    assert not [*_missing({"a": [{"id": 2}], "c": [1, 2]}, answered)]
    for shown in ({"d": 1}, {"a": [{"id": 3}]}, {"a": [{"id": 2}, {"id": 1}]}, {"c": [1]}, {"a": [{"id": 1, "b": 3}]}):
        assert [*_missing(shown, answered)]


def test_python_says_what_stands_behind_it() -> None:
    examples = _PYTHON.findall(_TEXTS["README.md"])
    assert examples
    for example in examples:
        names: dict[str, Any] = {}
        for line in example.splitlines():
            code, _, said = line.partition("  # ")
            if said:
                assert eval(code, names) == ast.literal_eval(said)
            else:
                exec(code, names)
