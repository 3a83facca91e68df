"""Text → lines that only a parser's work is left of: the first half of reading a program."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from graphs.errors import BadSyntax, Fix, Place, Problem
from graphs.language.latex.document import is_latex
from graphs.language.latex.table import REFUSED
from graphs.language.latex.text import latex_sentences
from graphs.language.latex.tokens import Raised
from graphs.language.libraries import ALWAYS_INPUTS, KNOWN
from graphs.language.line_reader import LineReader
from graphs.language.messages.edits import after, before, instead, mended
from graphs.language.messages.unavailable import DERIVATIVE
from graphs.language.names import RESERVED
from graphs.language.tokens import Token, token, token_lines
from graphs.limits import Limits

_BRACED = re.compile(r"[\^_]\{")
_BINDING = ("Sum", "Product", "Piecewise", "entry")
_PLAIN = re.compile(r"[\w+\-*/(),. ]+")


@dataclass(slots=True)
class ScannedLine:
    """One line's tokens, rewritten so that only names, numbers, operators, commas, lists and calls are left."""

    name: Token | None
    tokens: list[Token]


def scan(text: str, given: Iterable[str], limits: Limits) -> list[ScannedLine]:
    """The lines of a program, checked token by token.

    given: the names that the point binds. Raises BadSyntax, UnknownFunction, WrongArguments or TooLarge, each with
    its place.
    """
    limits.check("characters", len(text), "characters are read")
    own = set(given)
    scanned = _latex(text, own, limits) if in_latex(text) else _lines(token_lines(text, limits), own, limits)
    if not scanned:
        raise BadSyntax("an expression is expected; the text is empty", Place(1, 1, len(text.split("\n")[0])))
    for line in scanned[:-1]:
        if line.name is None:
            raise BadSyntax("only the last line may stand without a name", line.tokens[0].place, "write name = …")
    return scanned


def in_latex(text: str) -> bool:
    """Whether a text is read as LaTeX here: also one whose powers stand in braces."""
    return is_latex(text) or _BRACED.search(text) is not None


def _lines(lines: Iterable[list[Token]], own: set[str], limits: Limits) -> list[ScannedLine]:
    bound = own | ALWAYS_INPUTS
    scanned: list[ScannedLine] = []
    named: set[str] = set()
    for line in lines:
        limits.check("lines", len(scanned) + 1, "lines are read", line[0].place)
        name, raw = _name_of(line)
        _check_primes(name, raw, named)
        reader = LineReader(raw, bound, own, limits, name is not None)
        scanned.append(ScannedLine(name, reader.read()))
        if name is not None:
            if reader.outputs > 1:
                fixes = mended(raw[0], raw[-1], before(raw[0], "["), after(raw[-1], "]"))
                raise BadSyntax(
                    "several outputs cannot have a name", name.place, f"{name} = […, …] is one array", fixes
                )
            bound.add(str(name))
            own.add(str(name))
            named.add(str(name))
    return scanned


def _check_primes(name: Token | None, raw: list[Token], named: set[str]) -> None:
    """A prime is part of a line's name, unless a line before has the name without it. named: by those lines."""
    if name is not None and "'" in name and name not in named and (bare := name.rstrip("'")) in named:
        message = f"{bare} is the name of a line before, so that {name} would be its derivative"
        raise BadSyntax(message, name.place, "give this line a name of its own")
    for each in raw:
        if each.kind == "name" and "'" in each and each not in named:
            at = each.place.column + len(each.typed.rstrip("'′"))
            message = f"no line before is called {each.typed}, and a prime is part of a line's name alone"
            raise BadSyntax(message, each.place._replace(column=at, length=1), "a transpose is written A.T")


def _latex(text: str, own: set[str], limits: Limits) -> list[ScannedLine]:
    """The lines of LaTeX; all places, those of an error and its fixes too, are in the LaTeX."""
    sentences = latex_sentences(text, limits, own | ALWAYS_INPUTS).sentences
    try:
        return _lines([_readable(sentence) for sentence in sentences], own, limits)
    except Problem as problem:
        lines = text.split("\n")
        problem.fixes = tuple(fix for fix in problem.fixes if _is_plain(fix, lines))
        raise


def _is_plain(fix: Fix, lines: list[str]) -> bool:
    """Whether what a fix replaces is written in LaTeX as in the language, so that the fix can be made there."""
    line, column, length = fix.place
    return _PLAIN.fullmatch(lines[line - 1][column - 1 : column - 1 + length]) is not None


def _readable(sentence: list[Token]) -> list[Token]:
    """A sentence with the signs that the lines have."""
    made: list[Token] = []
    for at, each in enumerate(sentence):
        if each.kind == "derivative":
            raise BadSyntax("a derivative sign is not part of the language", each.place, DERIVATIVE)
        if each.kind == "at" or each in ("≈", "←") or (each in _BINDING and sentence[at + 1 : at + 2] == ["("]):
            word = each.typed.lstrip("\\")
            raise BadSyntax(f"{each.typed or each} is not part of the language", each.place, REFUSED.get(word))
        is_inverse = isinstance(each, Raised) and each.is_array and sentence[at + 1 : at + 5] == ["(", "-", "1", ")"]
        raised = isinstance(each, Raised) and not is_inverse
        made.append(token("**", "sign", each.place) if raised else each)
        made[-1].line = each.line
    return made


def _name_of(raw: list[Token]) -> tuple[Token | None, list[Token]]:
    if len(raw) < 2 or raw[0].kind != "name":
        return None, raw
    if raw[0] in ("import", "from") and raw[1].kind == "name":
        raise BadSyntax("imports are not needed", raw[0].place, "leave this line out: np., math. and torch. are known",
                        mended(raw[0], raw[-1], instead(raw[0], "", raw[-1]), label="leave it out"))  # fmt: skip
    equals = _end_of_head(raw)
    if raw[equals] != "=":
        return None, raw
    if len(raw) == equals + 1:
        raise BadSyntax("expected an expression after '='", raw[equals].place)
    if raw[0] in RESERVED:
        raise BadSyntax(f"{raw[0]} cannot be a name", raw[0].place)
    return raw[0], raw[equals + 1 :]


def _end_of_head(raw: list[Token]) -> int:
    """Where `=` follows a line's name: next, or after arguments, as textbooks write them: f(x1, x2) = …"""
    if raw[1] != "(" or raw[0] in KNOWN:
        return 1
    end = next((at for at, each in enumerate(raw) if each == ")"), 0)
    inner = raw[2:end]
    is_list = len(inner) % 2 == 1 and all(
        each == "," if at % 2 else each.kind == "name" for at, each in enumerate(inner)
    )
    return end + 1 if is_list and end + 1 < len(raw) else 1
