"""The player in one file: what it holds, how large it is, and that nothing in it can be made to run but its own script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest

from graphs.contract.state import State, url_of
from graphs.errors import TooLarge
from graphs.forms.player import contents, packed, player
from graphs.limits import WEB
from graphs.picture.layout import layout, structure_of
from graphs.picture.svg import picture
from graphs.study import study

ASSIGNMENT = "exp(x1)*(x1**2 + x2**2)**3"
HOSTILE = 'y = x*x # </script><script>alert(1)</script><!--\n"&'
MANY = "\n".join(f"a{k} = sin(a{k - 1})*a{k - 2} + a{k - 3}" for k in range(3, 35))


def file_of(program: str, at: dict[str, Any], **where: Any) -> str:
    state = State(program=program, at=at, **where)
    asked = study(program, at)
    pictures = {kind: picture(asked, layout(structure_of(asked.graph, kind)), "reverse") for kind in ("wide", "tall")}
    document = contents(asked, url_of(state), WEB)
    return player(document, pictures, state.model_dump(exclude={"include"}), program, "https://wengert.example")


def scripts_of(file: str) -> list[str]:
    return re.findall(r"<script[^>]*>(.*?)</script>", file, re.DOTALL)


def test_its_policy_knows_its_own_scripts_and_style_alone() -> None:
    file = file_of(ASSIGNMENT, {"x1": 0.0, "x2": 2.0}, sweep="reverse", step=4)
    first, _, _, script = scripts_of(file)
    (style,) = re.findall(r"<style>(.*?)</style>", file, re.DOTALL)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', file)
    assert policy is not None
    written = policy[1].replace("&#39;", "'")
    for text in (first, script, style):
        assert f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in written
    assert written.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in written and "http" not in written
    markup = file.replace(script, "")
    assert re.findall(r'\b(?:src|href)="([^?"]*)', markup) == ["https://wengert.example/"]
    assert "url(data:" in markup and not re.search(r"url\((?!data:|#)", markup)


@pytest.mark.parametrize(
    ("program", "at", "most"),
    [(ASSIGNMENT, {"x1": 0.0, "x2": 2.0}, 700_000), (MANY, {"a0": 1.0, "a1": 2.0, "a2": 0.5}, 1_048_576)],
    ids=["assignment", "99 nodes"],
)
def test_it_stays_small(program: str, at: dict[str, Any], most: int, record_property: Any) -> None:
    size = len(file_of(program, at).encode())
    record_property("measured", f"player in one file: {size:,} bytes")
    assert size <= most


def test_text_of_the_user_ends_no_element() -> None:
    file = file_of(HOSTILE.splitlines()[0], {"x": 3.0})
    assert len(scripts_of(file)) == 4 and "alert(1)</script" not in file
    assert HOSTILE.splitlines()[0] == json.loads(scripts_of(file)[2])["packed"]["answer"]["program"]


def test_it_has_the_link_to_its_state() -> None:
    file = file_of("x*x  # </script>", {"x": 3.0}, sweep="reverse", step=1)
    (link,) = re.findall(r'<script type="application/json" id="wengert">(.*?)</script>', file)
    assert parse_qs(json.loads(link)["query"]) == {
        "e": ["x*x  # </script>"],
        "x": ["3"],
        "sweep": ["reverse"],
        "step": ["1"],
    }


def test_every_step_has_its_words() -> None:
    document = contents(study(ASSIGNMENT, {"x1": 0.0, "x2": 2.0}), "/", WEB)
    told = packed(document)
    assert len(told["words"]) == len(document["steps"]) == 33

    def part(number: int) -> Any:
        piece = told["pieces"][number]
        if isinstance(piece, str):
            return piece
        text, role, *more = piece
        return [text, told["roles"][role], *(more or [None])]

    for step, words in zip(document["steps"], told["words"], strict=True):
        rule, numbers, sentence = ([*map(part, numbers)] for numbers in words)
        assert step["parts"] == {"rule": rule, "numbers": numbers, "words": sentence}


def test_more_steps_than_one_file_holds_are_refused_before_they_are_written() -> None:
    with pytest.raises(TooLarge, match="at most 20 steps are written into one file"):
        contents(study(ASSIGNMENT, {"x1": 0.0, "x2": 2.0}), "/", replace(WEB, file_steps=20))
