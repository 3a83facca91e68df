"""An address's parameters, where a + as people type it may be a plus or a space.

To HTTP a raw + in a query is a space, which browsers' forms and most libraries write so, and %2B is a plus. Whoever
types `/?e=2+x` by hand means a plus all the same. A form says what it is by `view.form=1`; without that, a raw + in the
program is a plus where an operator could stand, between two operands, and elsewhere a space.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote

from graphs.language.calls.libraries import ALWAYS_INPUTS, KNOWN

PROGRAM, FORM = "e", "view.form"

_RUN = re.compile(r"[ \t]+")
_WORD = re.compile(r"\\?[^\W\d]\w*$")
_COMMAND = re.compile(r"\\([a-zA-Z]+|.)")
# Pasted code has words between operands that are neither.
_WORDS = frozenset("and as def else for from if import in is not or return".split())
# Operators and spaces of LaTeX; every other command is, or begins, an operand.
_BETWEEN = frozenset("cdot times div ast le leq ge geq ne neq in to quad qquad , ; : !".split())
_EXPONENT = re.compile(r"(?<=[0-9.][eE])\+(?=[0-9])")


class Query(NamedTuple):
    """pairs: of each parameter and its text. plus: whether a raw + was taken for a plus of the program."""

    pairs: list[tuple[str, str]]
    plus: bool


def parameters_of(query: str, errors: str = "replace") -> Query:
    """The parameters of an address. query: as it was sent, in ASCII. errors: how bytes that are no UTF-8 are read."""
    sent = [part.partition("=") for part in query.split("&") if part]
    if any((name, text) == (FORM, "1") for name, _, text in sent):
        return Query(parse_qsl(query, keep_blank_values=True, errors=errors), False)
    plus, parameters = False, []
    for name, _, text in sent:
        if "+" in text and name == PROGRAM:
            program, has_plus = _program(text, errors)
            plus, text = plus or has_plus, quote(program, errors="surrogatepass")
        elif "+" in text:
            text = _EXPONENT.sub("%2B", text).strip("+")
        parameters.append(f"{name}={text}")
    return Query(parse_qsl("&".join(parameters), keep_blank_values=True, errors=errors), plus)


def _program(sent: str, errors: str) -> tuple[str, bool]:
    """A program as it is meant, in as many characters as it was sent, and whether there is a plus among them."""
    pieces = [unquote(piece, errors=errors) for piece in sent.split("+")]
    text = " ".join(pieces)
    raw: set[int] = set()
    at = -1
    for piece in pieces[:-1]:
        at += len(piece) + 1
        raw.add(at)
    signs = [*text]
    for run in _RUN.finditer(text):
        typed = [at for at in range(*run.span()) if at in raw]
        if typed and _ends_operand(text, run.start()) and _begins_operand(text, run.end()):
            signs[typed[len(typed) // 2]] = "+"
    return "".join(signs), "".join(signs) != text


def _ends_operand(text: str, end: int) -> bool:
    """Whether an operand ends there, so that an operator may follow it."""
    start = text.rfind("\n", 0, end) + 1
    line = text[start:end]
    if not line or "#" in line:
        return False
    if word := _WORD.search(line[-200:]):
        name = word.group()
        if name.startswith("\\"):
            return name[1:] not in KNOWN and name[1:] not in _BETWEEN
        return name not in _WORDS and (name not in KNOWN or name in ALWAYS_INPUTS)
    last = line[-1]
    if last == "|":
        return line.count("|") % 2 == 0
    if last == "!" and line[-2:-1] == "\\":
        return False
    return last.isalnum() or last in "_)]}!" or (last == "." and line[-2:-1].isdigit())


def _begins_operand(text: str, start: int) -> bool:
    """Whether an operand begins there, so that an operator may stand before it."""
    rest = text[start : start + 80]
    if command := _COMMAND.match(rest):
        return command[1] not in _BETWEEN
    if word := re.match(r"[^\W\d]\w*", rest):
        return word.group() not in _WORDS
    first = rest[:1]
    if first == "|":
        return text.count("|", text.rfind("\n", 0, start) + 1, start) % 2 == 0
    return first.isalnum() or (first != "" and first in "([{√_") or (first == "." and rest[1:2].isdigit())
