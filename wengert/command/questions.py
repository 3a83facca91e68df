"""The words of a command line → a question: where the program comes from, and the point."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from graphs.errors import Problem, shown
from graphs.limits import DOOR
from graphs.strict_json import checked_number, strict_json
from wengert.command.failures import Misuse

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_OF_FILES = (".txt", ".py", ".tex", ".md")  # endings that no program has
STANDARD = "-"  # input or output


def program_of(word: str | None) -> str:
    """A program as it is typed; the text of a file, where the word is the path of one with an ending or a folder; that
    of standard input for `-`, or for no word at all. Raises Misuse.
    """
    if word is None and sys.stdin.isatty():
        raise Misuse("what is to be computed? For example: wengert 'exp(x1)*x2' --at x1=0 x2=2")
    if word is None or word == STANDARD:
        return _decoded(sys.stdin.buffer.read(), "standard input")
    path = Path(word)
    try:
        is_file = bool(path.suffix or len(path.parts) > 1) and path.is_file()
    except (OSError, ValueError):  # too long for a name, or with a sign that none has
        is_file = False
    if not is_file and path.suffix in _OF_FILES:
        raise Misuse(f"there is no file {shown(word)}")
    return text_of_file(path) if is_file else word


def text_of_file(path: Path) -> str:
    """Raises Misuse where it cannot be read."""
    try:
        return _decoded(path.read_bytes(), str(path))
    except OSError as failure:
        raise Misuse(f"{path} cannot be read: {failure.strerror}") from None


def _decoded(content: bytes, where: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Misuse(f"{where} is not text in UTF-8") from None


def point_of(words: Sequence[str]) -> dict[str, Any]:
    """x1=0 A=[[1,2],[3,4]] → by input, a number or lists of numbers. Raises Misuse."""
    point: dict[str, Any] = {}
    for word in words:
        name, equals, typed = word.partition("=")
        name, typed = name.strip(), typed.strip()
        if not equals or not name:
            raise Misuse(f"{shown(word)} gives no input its value: write NAME=NUMBER, or NAME=[1,2]")
        if name in point:
            raise Misuse(f"{name} is given twice")
        point[name] = _value(name, typed)
    return point


def _value(name: str, typed: str) -> Any:
    try:
        if _NUMBER.fullmatch(typed):
            return float(checked_number(typed, DOOR))
        if typed[:1] == "[":
            return strict_json(typed.encode("utf-8", "surrogatepass"), DOOR)
    except Problem as problem:
        raise Misuse(f"{name}: {problem.message}") from None
    raise Misuse(f"{name} must be a number, or a list such as [1,2], and not {shown(typed)}")


def json_of_file(path: Path) -> Any:
    """Strict JSON. Raises Misuse."""
    try:
        return strict_json(text_of_file(path).encode(), DOOR)
    except Problem as problem:
        raise Misuse(f"{path}: {problem.message.replace('the body', 'the file')}") from None


def written_to(target: str, content: str | bytes, force: bool) -> None:
    """To a file, which is not overwritten without `force`, or to standard output. Raises Misuse."""
    octets = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    if target == STANDARD:
        sys.stdout.flush()
        sys.stdout.buffer.write(octets)
        sys.stdout.buffer.flush()
        return
    try:
        with open(target, "wb" if force else "xb") as file:
            file.write(octets)
    except FileExistsError:
        raise Misuse(f"{target} is there already: --force overwrites it") from None
    except OSError as failure:
        raise Misuse(f"{target} cannot be written: {failure.strerror}") from None
