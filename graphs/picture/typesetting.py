"""Plain notation as a typesetter would set it: runs of styled text, and how wide they are.

Widths come from our own table, never from the machine's fonts, so that a picture is the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from graphs.language.names import GREEK_IN_LATEX
from graphs.notation.names import RAISED
from graphs.notation.numbers import number_text

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


Runs = tuple[Run, ...]

_RAISED = "".join(RAISED.values())
_LOWER = {above: below for below, above in RAISED.items()} | {"⁽": "(", "⁾": ")"}
# A name as names.py writes it: letters, what stands below, primes, which definition it is, its place in its line.
_NAME = re.compile(rf"([A-Za-z]*)(.*?)('*)((?:⁽[{_RAISED}]+⁾)?)((?:\[\d+\])?(?:\.\d+)?)", re.DOTALL)
_TOKEN = re.compile(
    rf"(?P<name>[A-Za-z_]\w*'*(?:⁽[{_RAISED}]+⁾)?(?:\.\d+)?)|(?P<number>(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)"
    r"|(?P<power>\*\*)|(?P<times>\*)|(?P<sign><=|>=|==|!=|.)"
)
_SIGNS = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠", "-": "−", "·": "⋅"}


class _Token(NamedTuple):
    kind: str
    text: str


_TRANSPOSED, _PRODUCT = _Token("name", "T"), _Token("sign", "@")


@lru_cache(maxsize=4096)
def runs(text: str) -> Runs:
    """Our plain notation ("3*c6**2", "-c1/c2**2", "exp(c1)") as runs; what is not notation stands as it is."""
    line = _Line()
    line.formula([_Token(str(found.lastgroup), found.group()) for found in _TOKEN.finditer(text)], 1.0, 0.0)
    return line.whole()


@lru_cache(maxsize=4096)
def name_runs(name: str) -> Runs:
    """A person's name: x1 has a subscript, theta is a Greek letter, yhat wears its hat, longer words stand upright."""
    line = _Line()
    line.name(name, 1.0, 0.0)
    return tuple(line.runs)


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
    """Runs under construction: the last one tells what a superscript stands above."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.kern = 0.0

    def whole(self) -> Runs:
        """All runs; where a subscript reaches past the superscript above it, its end is the line's."""
        end = (Run("", kern=self.kern),) if self.kern > _THIN else ()
        return (*self.runs, *end)

    def add(self, text: str, size: float, rise: float, italic: bool = False) -> None:
        last = self.runs[-1] if self.runs else None
        if last is not None and not self.kern and last[1:4] == (italic, size, rise):
            self.runs[-1] = last._replace(text=last.text + text)
        else:
            self.runs.append(Run(text, italic, size, rise, self.kern))
        self.kern = 0.0

    def formula(self, tokens: Sequence[_Token], size: float, rise: float) -> None:
        at = 0
        juxtaposes = False  # whether a product sign here may be left out: after a number that is a factor
        while at < len(tokens):
            kind, text = tokens[at]
            follower = tokens[at + 1] if at + 1 < len(tokens) else None
            factor = juxtaposes
            juxtaposes = False
            at += 1
            if kind == "name":
                if text == "dot" and _signs(tokens[at : at + 6]) == "(, )":
                    self.formula([tokens[at + 1]], size, rise)
                    self.add(" ⋅ ", size, rise)
                    self.formula([tokens[at + 4]], size, rise)
                    at += 6
                elif text == "sqrt" and [token.text for token in tokens[at : at + 3 : 2]] == ["(", ")"]:
                    self.add("√", size, rise)  # of one name or number: the sign reaches over it
                    self.formula(tokens[at + 1 : at + 2], size, rise)
                    at += 3
                elif follower is not None and follower.text == "(":
                    self.add(text, size, rise)
                else:
                    self.name(text, size, rise)
            elif kind == "number":
                self.number(text, size, rise)
                juxtaposes = at < 2 or tokens[at - 2].text != "/"
            elif kind == "power":
                end = _atom(tokens, at)
                self.superscript(_bare(tokens[at:end]), size, rise)
                at = end
            elif kind == "times":
                self.times(factor, follower, tokens[at + 1 : at + 2], size, rise)
            elif text == "·" and [token.text for token in tokens[at : at + 2]] == [".", "T"]:
                self.add("(⋅)", size, rise)
            elif text == "." and follower == _TRANSPOSED:
                self.superscript([_Token("sign", "T")], size, rise)
                at += 1
            elif text == "@" or (text == " " and follower == _PRODUCT):
                at += text == " "  # juxtaposed, as matrices are, without the spaces around the sign
                at += at < len(tokens) and tokens[at].text == " "
                self.kern += _THIN * size
            else:
                self.add(_SIGNS.get(text, text), size, rise)

    def times(self, factor: bool, follower: _Token | None, beyond: Sequence[_Token], size: float, rise: float) -> None:
        """2*c1 is 2c₁ and 2*sin(c1) is 2 sin(c₁); every other product has its dot."""
        if not factor or follower is None or follower.kind == "number":
            self.add(" ⋅ ", size, rise)
        elif beyond and beyond[0].text == "(" and follower.kind == "name" and follower.text != "sqrt":
            self.kern += _THIN * size

    def name(self, name: str, size: float, rise: float) -> None:
        letters, rest, primes, again, place = _NAME.fullmatch(name).groups()  # type: ignore[union-attr]
        subscript = rest.strip("_") + place
        self.letters(letters, size, rise)
        if subscript:
            self.script(subscript, size, rise + _SUBSCRIPT * size)
        if primes or again:
            raised = "′" * len(primes) + "".join(_LOWER.get(sign, sign) for sign in again)
            self.superscript([_Token("sign", raised)], size, rise)

    def letters(self, letters: str, size: float, rise: float) -> None:
        plain = letters[:-3]
        if letters.endswith("hat") and (len(plain) == 1 or plain in GREEK_IN_LATEX):
            self.letters(plain, size, rise)
            base = self.runs[-1]
            around = _advance(base.text, base.italic)
            slant = _SLANT if base.italic else 0.0
            self.kern = (slant - (around + 0.5) / 2) * size
            self.add("ˆ", size, rise + (0.25 * size if base.text in _TALL_LETTERS else 0.0))
            self.kern = ((around - 0.5) / 2 - slant) * size
        elif letters:
            letter = _GREEK_LETTERS.get(letters, letters)
            self.add(letter, size, rise, italic=len(letter) == 1 and letter in _ITALIC)

    def number(self, text: str, size: float, rise: float) -> None:
        short = text if len(text) <= 6 and "e" not in text else number_text(float(text))
        mantissa, power, exponent = short.partition("·10^")
        self.add(mantissa + "·10" if power else mantissa, size, rise)
        if power:
            self.superscript([_Token("sign", exponent.replace("-", "−"))], size, rise)

    def script(self, text: str, size: float, rise: float) -> None:
        self.add(text, _SCRIPT * size, rise)
        self.kern += _AFTER_SCRIPT * size

    def superscript(self, tokens: Sequence[_Token], size: float, rise: float) -> None:
        """Above a subscript it stands over it, as in TeX; the line goes on after the wider of the two."""
        stacked = 0.0
        last = self.runs[-1] if self.runs else None
        if last is not None and last.size < size and last.rise < rise:
            self.runs[-1] = last._replace(rise=rise + _LOWERED * size)
            stacked = width([last._replace(kern=0.0)])
            self.kern = -stacked
        first = len(self.runs)
        self.formula(tokens, _SCRIPT * size, rise + _SUPERSCRIPT * size)
        above = width(self.runs[first:]) + (stacked if stacked else 0.0)
        self.kern += max(0.0, stacked - above) + _AFTER_SCRIPT * size


def _signs(tokens: Sequence[_Token]) -> str:
    """The signs among tokens, names left out."""
    return "".join(token.text for token in tokens if token.kind == "sign")


def _atom(tokens: Sequence[_Token], start: int) -> int:
    """Where an exponent that begins here ends: a number, a name, or brackets with what calls them."""
    at = start
    if at + 1 < len(tokens) and tokens[at].kind == "name" and tokens[at + 1].text == "(":
        at += 1
    if at >= len(tokens) or tokens[at].text != "(":
        return at + 1
    depth = 0
    for end in range(at, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[end].text, 0)
        if depth == 0:
            return end + 1
    return len(tokens)


def _bare(tokens: Sequence[_Token]) -> Sequence[_Token]:
    """An exponent needs no brackets, for its height tells where it ends, and no spaces around its signs."""
    inner = tokens[1:-1] if tokens and tokens[0].text == "(" else tokens
    return [token for token in inner if token.text != " "]
