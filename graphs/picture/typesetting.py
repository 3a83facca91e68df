"""Plain notation as a typesetter would set it: runs of styled text, and how wide they are.

Widths come from our own table, never from the machine's fonts, so that a picture is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from graphs.notation.formula import (
    APART,
    BESIDE,
    DRAWN,
    LEVEL,
    NAME,
    RAISED,
    RAISED_FROM,
    ROOT,
    TIMES,
    UNSEEN,
    VALUE,
    Constant,
    Part,
    Piece,
    Sign,
    parts_of,
)
from graphs.notation.names import Name, spelling_of
from graphs.notation.numbers import Numeral, numeral

# Advance widths in thousandths of an em, measured from the fonts KaTeX_Main and KaTeX_Math of KaTeX 0.19.1.
_ROMAN_WIDTHS = {
    250: " ", 275: "′", 278: "!',.:;[]il|·⋅", 306: "fj", 333: "-", 361: "I", 389: "()t", 392: "r", 394: "s",
    444: "cez", 472: "?", 500: '"$*/0123456789^_ago{}ˆ', 514: "J", 528: "kqvxy", 531: "∂", 556: "Sbdhnpu", 611: "Z",
    625: "LΓ", 653: "F", 667: "Ξ", 681: "EP", 694: "Λ", 708: "B", 722: "CTwΣΦΩ", 736: "R", 750: "AHNUVXYΠ", 764: "D",
    778: "&+<=>@KOQ±×ΘΥΨ−≤≥≠", 785: "G", 833: "#%mΔ√", 917: "M", 1000: "∞", 1028: "W", 1172: "…",
}  # fmt: skip
_ITALIC_WIDTHS = {
    298: "l", 345: "i", 354: "ι", 361: "t", 406: "ϵ", 412: "j", 429: "b", 433: "c", 437: "τ", 438: "ζξ", 440: "I",
    444: "δ", 446: "q", 451: "r", 465: "z", 466: "e", 469: "sθ", 477: "g", 485: "ov", 490: "fy", 494: "ν", 497: "η",
    503: "p", 517: "ρ", 518: "γ", 520: "d", 521: "k", 529: "a", 540: "υ", 555: "J", 566: "β", 570: "π", 571: "σ",
    572: "ux", 576: "hκ", 581: "Y", 583: "Vλ", 584: "T", 596: "ϕ", 600: "n", 603: "μ", 613: "S", 622: "ω", 626: "χ",
    640: "α", 642: "P", 643: "F", 651: "ψ", 681: "L", 683: "UZ", 715: "C", 716: "w", 738: "E", 750: "A", 759: "BR",
    763: "O", 786: "G", 791: "Q", 803: "N", 828: "DX", 831: "H", 849: "K", 878: "m", 944: "W", 970: "M",
}  # fmt: skip
_ROMAN = {character: width / 1000 for width, characters in _ROMAN_WIDTHS.items() for character in characters}
_ITALIC = {character: width / 1000 for width, characters in _ITALIC_WIDTHS.items() for character in characters}
_UNKNOWN = 0.7  # a character that is in neither table takes room enough

_GREEK_LETTERS = dict(
    zip(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "
        "omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split(),
        "αβγδϵζηθικλμνξπρστυϕχψωΓΔΘΛΞΠΣΥΦΨΩ",
        strict=True,
    )
)
_TALL_LETTERS = frozenset("bdfhijklt") | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ") | frozenset("βδζθλξϕψΓΔΘΛΞΠΣΥΦΨΩ")

# Script size, rises and the space after a script, in ems, as TeX and KaTeX have them.
_SCRIPT = 0.7
_SUBSCRIPT = -0.15
_SUPERSCRIPT = 0.363
_LOWERED = -0.247  # a subscript that has a superscript above it
_AFTER_SCRIPT = 0.05
_THIN = 0.1667
_SLANT = 0.06  # how far right of its middle an italic letter carries its accent


class Run(NamedTuple):
    """A stretch of text in one style. size and rise are in ems of the line, kern is the space before it."""

    text: str
    italic: bool = False
    size: float = 1.0
    rise: float = 0.0
    kern: float = 0.0
    muted: bool = False


Runs = tuple[Run, ...]

_GLYPHS = str.maketrans({"-": "−", "·": "⋅"})
_COMPARISONS = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}
_PRODUCTS = {TIMES: " ⋅ ", BESIDE: "", APART: ""}


@lru_cache(maxsize=4096)
def glyphs(text: str) -> str:
    """Text as it stands, in the signs that mathematics has for those of programs."""
    for typed, sign in _COMPARISONS.items():
        text = text.replace(typed, sign)
    return text.translate(_GLYPHS)


def runs(written: str, names: Sequence[Name] = ()) -> Runs:
    """A formula in plain notation (3*c6**2, -c1/c2**2, exp(c1)) as runs, by its parts; what has none stands as it is.

    names: what the nodes are called whose symbols are among them.
    """
    line = _Line(names)
    line.formula(parts_of(written), 1.0, 0.0)
    return line.whole()


@lru_cache(maxsize=4096)
def name_runs(name: Name) -> Runs:
    """A name: x1 has a subscript, theta is a Greek letter, yhat wears its hat, longer words stand upright."""
    line = _Line(())
    line.name(name, 1.0, 0.0)
    return tuple(line.runs)


def numeral_runs(written: Numeral) -> Runs:
    """A number, its power of ten raised."""
    return (Run(glyphs(written.base)), Run(glyphs(written.exponent), size=_SCRIPT, rise=_SUPERSCRIPT))


def scaled(styled: Runs, by: float) -> Runs:
    """A name in smaller type, muted, before what it names."""
    return tuple(run._replace(size=run.size * by, rise=run.rise * by, kern=run.kern * by, muted=True) for run in styled)


def width(styled: Iterable[Run], size: float = 1.0) -> float:
    """The width of runs at a type size, in its unit."""
    return size * sum(run.kern + run.size * _advance(run.text, run.italic) for run in styled)


def fitted(styled: Runs, room: float) -> Runs:
    """The runs, cut with an ellipsis where they are wider than the room (in ems)."""
    if width(styled) <= room:
        return styled
    kept: list[Run] = []
    left = room - _advance("…", False)
    for run in styled:
        left -= run.kern
        for length, character in enumerate(run.text):
            left -= run.size * _advance(character, run.italic)
            if left < 0:
                kept += [run._replace(text=run.text[:length])] if length else []
                return (*kept, Run("…"))
        kept.append(run)
    return (*kept, Run("…"))


def accent(styled: Runs) -> tuple[float, float]:
    """Where a bar or a dot stands above a symbol: its middle, and how much higher than over a c, in ems."""
    first = styled[0]
    middle = _advance(first.text, first.italic) / 2 + (_SLANT if first.italic else 0.0)
    hat = len(styled) > 1 and styled[1].text == "ˆ"
    return middle, 0.2 if hat or not _TALL_LETTERS.isdisjoint(first.text) else 0.0


def _advance(text: str, italic: bool) -> float:
    table = _ITALIC if italic else _ROMAN
    return sum(table.get(character, _UNKNOWN) for character in text)


class _Line:
    """Runs under construction: the last one tells what a superscript stands above. names: by node."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.runs: list[Run] = []
        self.kern = 0.0
        self.names = names

    def whole(self) -> Runs:
        """All runs; where a subscript reaches past the superscript above it, its end is the line's."""
        end = (Run("", kern=self.kern),) if self.kern > _THIN else ()
        return (*self.runs, *end)

    def add(self, text: str, size: float, rise: float, italic: bool = False) -> None:
        if not text:
            return
        last = self.runs[-1] if self.runs else None
        if last is not None and not self.kern and last[1:4] == (italic, size, rise):
            self.runs[-1] = last._replace(text=last.text + text)
        else:
            self.runs.append(Run(text, italic, size, rise, self.kern))
        self.kern = 0.0

    def formula(self, parts: Sequence[Piece], size: float, rise: float) -> None:
        at = 0
        while at < len(parts):
            part = parts[at]
            at += 1
            if isinstance(part, Part):
                is_node = part.role == VALUE and part.node is not None
                self.name(self.names[part.node or 0] if is_node else Name(part.written), size, rise)
            elif isinstance(part, Constant):
                self.number(part.number, size, rise)
            elif not isinstance(part, Sign):
                self.add(glyphs(part if size == 1.0 else part.replace(" ", "")), size, rise)
            elif part.role == RAISED_FROM:
                end = _level(parts, at)
                self.above(lambda *line, inner=parts[at:end]: self.formula(inner, *line), size, rise)
                at = end + 1
            else:
                self.sign(part, size, rise)

    def sign(self, sign: Sign, size: float, rise: float) -> None:
        if sign.role in _PRODUCTS:
            self.add(_PRODUCTS[sign.role], size, rise)
            self.kern += _THIN * size * (sign.role == APART)
        elif sign.role == RAISED:
            self.raised(sign.drawn, size, rise)
        elif sign.role == NAME:
            self.name(Name(sign), size, rise)
        elif sign.role == DRAWN:
            self.add(sign.drawn, size, rise, italic=True)
        elif sign.role != UNSEEN:
            self.add("√" if sign.role == ROOT else f"({glyphs(sign)})", size, rise)

    def name(self, name: Name, size: float, rise: float) -> None:
        spelling = spelling_of(name.base)
        letters = spelling.letters
        letter = _GREEK_LETTERS.get(letters, letters)
        self.add(letter, size, rise, italic=len(letter) == 1 and letter in _ITALIC)
        if spelling.has_hat:
            self.hat(size, rise)
        below = spelling.below + name.place
        if below:
            self.add(below, _SCRIPT * size, rise + _SUBSCRIPT * size)
            self.kern += _AFTER_SCRIPT * size
        above = "′" * spelling.primes + (f"({name.definition})" if name.definition > 1 else "")
        if above:
            self.raised(above, size, rise)

    def hat(self, size: float, rise: float) -> None:
        base = self.runs[-1]
        around = _advance(base.text[-1], base.italic)
        slant = _SLANT if base.italic else 0.0
        self.kern = (slant - (around + 0.5) / 2) * size
        self.add("ˆ", size, rise + (0.25 * size if base.text[-1] in _TALL_LETTERS else 0.0))
        self.kern = ((around - 0.5) / 2 - slant) * size

    def number(self, x: float, size: float, rise: float) -> None:
        written = numeral(x)
        self.add(glyphs(written.base), size, rise)
        if written.exponent:
            self.raised(written.exponent, size, rise)

    def raised(self, text: str, size: float, rise: float) -> None:
        self.above(lambda *line: self.add(glyphs(text), *line), size, rise)

    def above(self, write: Callable[[float, float], None], size: float, rise: float) -> None:
        """Above a subscript it stands over it, as in TeX; the line goes on after the wider of the two."""
        stacked = 0.0
        last = self.runs[-1] if self.runs else None
        if last is not None and last.size < size and last.rise < rise:
            self.runs[-1] = last._replace(rise=rise + _LOWERED * size)
            stacked = width([last._replace(kern=0.0)])
            self.kern = -stacked
        first = len(self.runs)
        write(_SCRIPT * size, rise + _SUPERSCRIPT * size)
        wide = width(self.runs[first:]) + stacked
        self.kern += max(0.0, stacked - wide) + _AFTER_SCRIPT * size


def _level(parts: Sequence[Piece], at: int) -> int:
    """Where what is raised from here ends."""
    depth = 1
    while True:
        part = parts[at]
        if isinstance(part, Sign):
            depth += (part.role == RAISED_FROM) - (part.role == LEVEL)
            if not depth:
                return at
        at += 1
