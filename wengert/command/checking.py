"""`wengert check`: what files state, held to their programs' numbers; and somebody's gradient, held to a program's."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from graphs.errors import Problem, told
from graphs.notation.numbers import value_text
from wengert.command.failures import ANSWERED, FAILED, Misuse
from wengert.command.questions import json_of_file, point_of, text_of_file
from wengert.door.comparing import differences, report
from wengert.door.study import Study, study

_KEYS = ("at", "value", "gradient", "adjoints")
_EXPECTED = 'an object: {"gradient": {input: number}, "adjoints": {node: number}, "value": number, "at": {…}}'


def check(options: Namespace) -> int:
    """One line for each thing that is wrong, and FAILED; else ANSWERED. Raises Misuse."""
    if options.grad is not None and len(options.files) != 1:
        raise Misuse("--grad is compared with one file")
    wrong = [_checked(Path(name), options) for name in options.files]
    return FAILED if any(wrong) else ANSWERED


def _checked(path: Path, options: Namespace) -> bool:
    """Whether anything is wrong with a file."""
    text = text_of_file(path)
    given = {} if options.grad is None else _given(Path(options.grad))
    try:
        made = study(text, {**given.get("at", {}), **point_of(options.at)}, names=options.names)
        found = _claims(made, path)
        if options.grad is not None:
            numbers: Any = {key: each for key, each in given.items() if key != "at"}
            differ = differences(made, **numbers, relative=options.tolerance)
            found += [f"{path}: {line}" for line in report(differ).splitlines()]
    except Problem as problem:
        found = [f"{path}: {told(problem)}"]
    for line in found:
        print(line)
    if not found and not options.quiet:
        print(f"{path}: {_agreed(made, given)}")
    return bool(found)


def _claims(made: Study, path: Path) -> list[str]:
    wrong = [each for each in made.claims if each.holds is False]
    return [
        f"{path}:{each.line}:{each.column}: {each.text} does not hold"
        + ("" if each.ours is None else f", it is {value_text(each.ours)}")
        for each in wrong
    ]


def _agreed(made: Study, given: dict[str, Any]) -> str:
    """What was compared."""
    counts = {"claim": sum(each.holds is True for each in made.claims), "value": int(given.get("value") is not None)}
    counts |= {"derivative": len(given.get("gradient") or {}), "adjoint": len(given.get("adjoints") or {})}
    words = [f"{count} {what}{'s' * (count > 1)}" for what, count in counts.items() if count]
    if not words:
        return f"read, and nothing to compare: {made.result} = {value_text(made.value)}"
    listed = f"{', '.join(words[:-1])} and {words[-1]}" if words[1:] else words[0]
    return f"{listed} agree{'s' * (sum(counts.values()) == 1)}"


def _given(path: Path) -> dict[str, Any]:
    """Raises Misuse where the file does not hold what is compared."""
    given = json_of_file(path)
    keys = given.keys() if isinstance(given, dict) else set()
    if not keys - {"at"} or not keys <= {*_KEYS}:
        raise Misuse(f"{path} must hold {_EXPECTED}")
    for key in keys - {"value"}:
        if not isinstance(given[key], dict):
            raise Misuse(f"{path}: {key} must be an object of numbers by name")
    assert isinstance(given, dict)
    return given
