"""Names as they are written: ids, a person's names in LaTeX, a tangent's dot and an adjoint's bar."""

from __future__ import annotations

import re
from functools import lru_cache

from graphs.language.names import GREEK_IN_LATEX

OUR_ID = re.compile(r"c[1-9][0-9]*")


def id_of(index: int) -> str:
    """The id of a node: c1 for node 0."""
    return f"c{index + 1}"


def dotted(latex: str) -> str:
    """The symbol of a node's tangent."""
    return _accented("\\dot", latex)


def barred(latex: str) -> str:
    """The symbol of a node's adjoint."""
    return _accented("\\bar", latex)


@lru_cache(maxsize=8192)
def _accented(accent: str, latex: str) -> str:
    base, _, subscript = latex.partition("_")
    if re.fullmatch(r"[A-Za-z]|\\[a-z]+", base):
        return f"{accent}{{{base}}}" + ("_" + subscript if subscript else "")
    return f"{accent}{{{latex}}}"


@lru_cache(maxsize=8192)
def label(name: str) -> str:
    """A person's name in LaTeX: x1 is x_1, theta is a Greek letter, yhat has its hat, w_out its subscript."""
    base, _, primes = name.partition("'")
    letters, rest = re.fullmatch(r"([A-Za-z]*)(.*)", base, re.DOTALL).groups()  # type: ignore[union-attr]
    is_odd = "__" in rest or rest.endswith("_")  # x_ is not x
    subscript = "" if is_odd else rest.strip("_")
    written = _word(base) if is_odd else _base(letters)
    if subscript:
        written += "_" + (subscript if re.fullmatch(r"[A-Za-z0-9]", subscript) else "{" + _word(subscript) + "}")
    if primes or name.endswith("'"):
        return "{" + written + ("^{\\prime " + primes + "}" if primes.isdigit() else "'" + primes) + "}"
    return written


def _base(letters: str) -> str:
    if letters in GREEK_IN_LATEX:
        return "\\" + letters
    if len(letters) > 3 and letters.endswith("hat") and (len(letters) == 4 or letters[:-3] in GREEK_IN_LATEX):
        return "\\hat{" + _base(letters[:-3]) + "}"
    return letters if len(letters) == 1 else _word(letters)


def _word(text: str) -> str:
    return text if text.isdigit() else "\\mathrm{" + text.replace("_", "\\_") + "}"
