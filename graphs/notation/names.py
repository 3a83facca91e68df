"""Names as they are written: ids, a person's names in LaTeX, a tangent's dot and an adjoint's bar."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from graphs.language.names import GREEK_IN_LATEX

OUR_ID = re.compile(r"c[1-9][0-9]*")


def id_of(index: int) -> str:
    """The id of a node: c1 for node 0."""
    return f"c{index + 1}"


def dotted(name: str) -> str:
    """The symbol of a tangent in LaTeX."""
    return _accented("\\dot", name)


def barred(name: str) -> str:
    """The symbol of an adjoint in LaTeX."""
    return _accented("\\bar", name)


def _accented(accent: str, name: str) -> str:
    """An accent stands over a single letter, not over its subscript; over a word or a hat it stands over the whole."""
    base, subscript, is_letter, _ = symbol_of(name)
    return f"{accent}{{{base}}}{subscript}" if is_letter else f"{accent}{{{base}{subscript}}}"


def label(name: str) -> str:
    """A person's name in LaTeX: x1 is x_1, theta is a Greek letter, yhat has its hat, w_out its subscript."""
    symbol = symbol_of(name)
    return symbol.base + symbol.subscript


class Symbol(NamedTuple):
    """A name in LaTeX. is_letter: the base is a single letter, which takes an accent; word: it is one set upright."""

    base: str
    subscript: str
    is_letter: bool
    is_word: bool


@lru_cache(maxsize=8192)
def symbol_of(name: str) -> Symbol:
    """How a name is written."""
    base, prime, primes = name.partition("'")
    letters, rest = re.fullmatch(r"([A-Za-z]*)(.*)", base, re.DOTALL).groups()  # type: ignore[union-attr]
    is_odd = "__" in rest or rest.endswith("_")  # x_ is not x
    below = "" if is_odd else rest.strip("_")
    subscript = ""
    if below:
        subscript = "_" + (below if re.fullmatch(r"[A-Za-z0-9]", below) else "{" + _word(below) + "}")
    written = _word(base) if is_odd else _base(letters)
    if prime:
        above = "^{\\prime " + primes + "}" if primes.isdigit() else "'" + primes
        return Symbol("{" + written + subscript + above + "}", "", False, False)
    is_letter = not is_odd and (len(letters) == 1 or letters in GREEK_IN_LATEX)
    return Symbol(written, subscript, is_letter, not is_letter and (is_odd or not _has_hat(letters)))


def is_capital(name: str) -> bool:
    """Whether a name is written as matrices are: with a capital letter, with a hat or without."""
    return "'" not in name and name[0].isupper() and (symbol_of(name).is_letter or _has_hat(name.partition("_")[0]))


def _has_hat(letters: str) -> bool:
    return len(letters) > 3 and letters.endswith("hat") and (len(letters) == 4 or letters[:-3] in GREEK_IN_LATEX)


def _base(letters: str) -> str:
    if letters in GREEK_IN_LATEX:
        return "\\" + letters
    if _has_hat(letters):
        return "\\hat{" + _base(letters[:-3]) + "}"
    return letters if len(letters) == 1 else _word(letters)


def _word(text: str) -> str:
    return text if text.isdigit() else "\\mathrm{" + text.replace("_", "\\_") + "}"
