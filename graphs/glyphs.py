"""Plain notation as a typesetter would set it: runs of styled text, and how wide they are.

Widths come from our own table (in thousandths of the type size, measured from KaTeX_Main and KaTeX_Math), never
from the machine's fonts, so that a picture is the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from graphs.notation import number_text

SMALL = 0.7  # subscripts and superscripts against the line's size, as KaTeX has it

_ROMAN = {
    **dict.fromkeys("0123456789agos_^", 500), **dict.fromkeys("bdhnpuk", 556), **dict.fromkeys("cez", 444),
    **dict.fromkeys("ilI().,:!'|[]", 278), **dict.fromkeys("fjrst", 390), **dict.fromkeys("qvxy", 528),
    **dict.fromkeys("+−=<>≤≥≠×HKQOMGDmwAUVX", 778), **dict.fromkeys("BCEFLNPRSTYZJ", 700), "W": 1028, "m": 833,
    "(": 389, ")": 389, " ": 250, "⋅": 278, "∞": 1000, "…": 1172, "/": 500, "-": 333, "√": 833,
}  # fmt: skip
_ITALIC = {
    **dict(zip("abcdefghijklm", (529, 429, 433, 520, 466, 490, 477, 576, 345, 412, 521, 298, 878), strict=True)),
    **dict(zip("nopqrstuvwxyz", (600, 485, 503, 446, 451, 469, 361, 572, 485, 716, 572, 490, 465), strict=True)),
    **dict(zip("ABCDEFGHIJKLM", (750, 759, 715, 828, 738, 643, 786, 831, 440, 555, 849, 681, 970), strict=True)),
    **dict(zip("NOPQRSTUVWXYZ", (803, 763, 642, 791, 759, 613, 584, 683, 583, 944, 828, 581, 683), strict=True)),
}  # fmt: skip
_WIDEST_GREEK = 660
_LETTERS = {
    name: chr(code)
    for name, code in zip(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho final sigma tau "
        "upsilon phi chi psi omega".split(),
        range(0x3B1, 0x3CA),
        strict=True,
    )
}


class Run(NamedTuple):
    """A stretch of text in one style: roman, italic, subscript or superscript."""

    text: str
    style: str


Line = tuple[Run, ...]

_PIECES = re.compile(
    r"(?P<name>[A-Za-z][A-Za-z0-9_]*'*[0-9]*)|(?P<number>[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)"
    r"|(?P<power>\*\*(?:\((?P<inner>[^()]*)\)|(?P<plain>[A-Za-z0-9_.']+)))|(?P<times>\*)|(?P<other>.)"
)


@lru_cache(maxsize=8192)  # c1, c2, … stand in every picture
def runs(text: str) -> Line:
    """Our plain notation ("3*c6**2", "-c1/c2**2", "exp(c1)") as runs; what is not notation stands as it is."""
    made: list[Run] = []
    for piece in _PIECES.finditer(text):
        kind = piece.lastgroup if piece.lastgroup not in ("inner", "plain") else "power"
        if kind == "name":
            made += _name(piece.group(), called=text[piece.end() : piece.end() + 1] == "(")
        elif kind == "number":
            base, _, exponent = _short(piece.group()).partition("^")
            made.append(Run(base.replace("·", "⋅"), "roman"))
            if exponent:
                made.append(Run(_minus(exponent), "superscript"))
        elif kind == "power":
            exponent = piece.group("inner") or piece.group("plain")
            made.append(Run(_minus("".join(run.text for run in runs(exponent))), "superscript"))
        elif kind == "times":
            touches = (
                made and made[-1].text[-1:].isdigit() and made[-1].style == "roman" and text[piece.end()].isalpha()
            )
            made.append(Run("" if touches else " ⋅ ", "roman"))
        else:
            made.append(Run(_minus(piece.group()), "roman"))
    return tuple(_merged(made))


def _name(name: str, called: bool) -> Iterable[Run]:
    """A function's name is upright; of a person's name the letters stand first, the rest as a subscript."""
    if called:
        return [Run(name, "roman")]
    base, _, primes = name.partition("'")
    letters, rest = re.fullmatch(r"([A-Za-z]*)(.*)", base).groups()  # type: ignore[union-attr]
    style = "italic" if len(letters) == 1 or letters in _LETTERS else "roman"
    parts = [Run(_LETTERS.get(letters, letters), style)]
    if name.partition("'")[1]:
        parts.append(Run("'" + primes, "roman"))
    if rest.strip("_"):
        parts.append(Run(rest.strip("_"), "subscript"))
    return parts


def _short(number: str) -> str:
    """A constant with at most five significant digits."""
    return number if len(number) <= 6 and "e" not in number else number_text(float(number))


def _minus(text: str) -> str:
    return text.replace("-", "−")


def _merged(pieces: list[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in pieces:
        if merged and merged[-1].style == run.style:
            merged[-1] = Run(merged[-1].text + run.text, run.style)
        elif run.text:
            merged.append(run)
    return merged


@lru_cache(maxsize=8192)
def placed(styled: Line, size: float) -> tuple[tuple[Run, float, float], ...]:
    """Each run with its start and its end, in pixels from the first; a superscript stands above a subscript."""
    x = below = 0.0
    places = []
    for run in styled:
        table = _ITALIC if run.style == "italic" else _ROMAN
        scale = size * (SMALL if run.style.endswith("script") else 1.0)
        start = below if run.style == "superscript" and below else x
        end = start + scale * sum(table.get(c, _WIDEST_GREEK) for c in run.text) / 1000
        below = x if run.style == "subscript" else 0.0
        x = max(x, end)
        places.append((run, start, end))
    return tuple(places)


def width(styled: Line, size: float) -> float:
    """The width of runs in pixels at a type size in pixels."""
    return max((end for _, _, end in placed(styled, size)), default=0.0)


def fitted(styled: Line, size: float, room: float) -> Line:
    """The runs, cut with an ellipsis where they are wider than the room."""
    if width(styled, size) <= room:
        return styled
    kept: list[Run] = []
    left = room - width((Run("…", "roman"),), size)
    for text, style in styled:
        for k in range(len(text)):
            step = width((Run(text[k], style),), size)
            if step > left:
                return (*_merged([*kept, Run(text[:k], style)]), Run("…", "roman"))
            left -= step
        kept.append(Run(text, style))
    return tuple(kept)
