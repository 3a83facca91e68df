"""Worked examples: programs that people bring questions about, each with its point and its textbook result.

The data is gallery.json. Its numbers (value, gradient or Jacobian, some Hessians) were made with an independent
library; they are what the tests hold the engine to, not what the page shows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("gallery.json")
_REFERENCES = ("value", "gradient", "jacobian", "hessian")


@dataclass(frozen=True)
class Example:
    """One example.

    at: input name -> number, list or list of lists. symbols: every name of the program -> what it stands for.
    known_result: the textbook's statement, a sentence. references: `value`, `gradient` (input -> its shape) or
    `jacobian` (input -> output shape + input shape), and sometimes `hessian` (over all entries, row by row).
    """

    id: str
    title: str
    topic: str
    program: str
    at: dict[str, Any]
    symbols: dict[str, str]
    known_result: str
    references: dict[str, Any]


@dataclass(frozen=True)
class Group:
    """Examples of kindred topics, under one heading; `short` is what a menu calls it."""

    title: str
    short: str
    topics: tuple[str, ...]
    examples: tuple[Example, ...]


@cache
def groups() -> tuple[Group, ...]:
    """The whole gallery in the order that it is shown in; read once."""
    data = json.loads(_DATA.read_text(encoding="utf-8"))
    examples = [_example(entry) for entry in data["entries"]]
    return tuple(
        Group(**{**group, "topics": tuple(group["topics"])}, examples=_on(examples, group["topics"]))
        for group in data["groups"]
    )


def examples() -> tuple[Example, ...]:
    """Every example once."""
    return tuple(example for group in groups() for example in group.examples)


def written_as(program: str) -> Example | None:
    """The example whose program a text is, be it at another point; None of other texts."""
    text = "\n".join(program.split("\r\n")).strip()
    return next((example for example in examples() if example.program.strip() == text), None)


def _on(examples: list[Example], topics: list[str]) -> tuple[Example, ...]:
    return tuple(example for example in examples if example.topic in topics)


def _example(entry: dict[str, Any]) -> Example:
    references: dict[str, Any] = {name: entry.pop(name) for name in _REFERENCES if name in entry}
    return Example(**entry, references=references)
