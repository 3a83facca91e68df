"""A text of the picture → TeX: its runs as mathematics, raised and lowered ones as scripts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from xml.etree import ElementTree

from graphs.forms.tex import escaped

FONTS = {"Wengert Text": "\\textsf", "Wengert Code": "\\texttt"}
_GREEK = dict(
    zip(
        "αβγδϵζηθικλμνξπρστυϕχψωΓΔΘΛΞΠΣΥΦΨΩ",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "
        "omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split(),
        strict=True,
    )
)
_SIGNS = {
    "−": "-", "⋅": "\\cdot ", "·": "\\cdot ", "×": "\\times ", "∂": "\\partial ", "∞": "\\infty ", "≤": "\\le ",
    "≥": "\\ge ", "≠": "\\ne ", "√": "\\surd ", "±": "\\pm ", "…": "\\ldots ", "⋮": "\\vdots ", "′": "\\prime ",
    "*": "{\\ast}", "?": "\\mathord{?}", "!": "\\mathord{!}", ":": "\\mathord{:}", "'": "\\prime ",
    **{letter: f"\\{name} " for letter, name in _GREEK.items()},
}  # fmt: skip
_SPACED = frozenset("+−=⋅·≤≥≠<>±-")  # TeX sets space around these itself
_SMALLER = 0.85  # of its script's size: a script of a script
_SPACE = 0.2  # ems: a wider space is meant
_LEAST = 0.4  # pixels that a run is raised to be a script


class Typed(NamedTuple):
    """A run: its text, whether it is italic, its size and how far it is raised in pixels, the space before in ems."""

    text: str
    italic: bool
    size: float
    rise: float
    before: float = 0.0


def typed(text: ElementTree.Element, size: float) -> list[Typed]:
    """The runs of a text element. size: of its type, in pixels."""
    found, rise = [Typed(text.text or "", False, size, 0.0)], 0.0
    for span in text:
        own = span.get("font-size", "1em")
        each = float(own.removesuffix("em")) * size if own.endswith("em") else float(own.removesuffix("px"))
        moved = span.get("dy", "0")
        rise -= float(moved.removesuffix("em")) * each if moved.endswith("em") else float(moved)
        found.append(Typed(span.text or "", span.get("font-style") == "italic", each, rise, _before(span)))
        found.append(Typed(span.tail or "", False, size, rise))
    return [run for run in found if run.text]


def _before(span: ElementTree.Element) -> float:
    """The space before a run, where it is more than TeX would set itself."""
    space = float(span.get("dx", "0").removesuffix("em"))
    return space if space > _SPACE else 0.0


def mathematics(line: Iterable[Typed]) -> str:
    """The runs in TeX's mathematics, without the dollars around it."""
    written: list[str] = []
    used: set[str] = set()  # the scripts that the last letter has
    runs = [*line]
    base = max((run.size for run in runs), default=0.0)
    k = 0
    while k < len(runs):
        side = _side(runs[k], base)
        end = k + 1
        while end < len(runs) and side and _side(runs[end], base) == side:
            end += 1
        if runs[k].before:
            written.append(f"\\mkern{runs[k].before * 18:.0f}mu ")
        if not side:
            is_hat = runs[k].text == "ˆ" and written
            written[-1:] = [_hatted(written[-1])] if is_hat else [*written[-1:], _set(runs[k])]
            used = set()
        else:
            if side in used or not written:
                written.append("{}")
                used = set()
            written.append(f"{side}{{{_script(runs[k:end])}}}")
            used.add(side)
        k = end
    return "".join(written)


def _side(run: Typed, base: float) -> str:
    """Whether a run is a script, and on which side."""
    if run.size > 0.9 * base or abs(run.rise) < _LEAST:
        return ""
    return "^" if run.rise > 0 else "_"


def _script(runs: list[Typed]) -> str:
    first = runs[0]
    return "".join(
        _set(run) if run.size > _SMALLER * first.size else f"{'_' if run.rise < first.rise else '^'}{{{_set(run)}}}"
        for run in runs
    )


def _hatted(before: str) -> str:
    return f"\\hat{{{before}}}"


def _set(run: Typed) -> str:
    """One run: upright letters in groups, signs by their names."""
    pieces: list[str] = []
    word = ""
    text = run.text
    for k, sign in enumerate(text):
        if sign.isalpha() and sign not in _GREEK and not run.italic:
            word += sign
            continue
        if word:
            pieces.append(f"\\mathrm{{{escaped(word)}}}")
            word = ""
        pieces.append(_sign(text, k))
    if word:
        pieces.append(f"\\mathrm{{{escaped(word)}}}")
    return "".join(pieces)


def _sign(text: str, k: int) -> str:
    sign = text[k]
    if sign == " " and text[:k].endswith("×"):
        return "\\ "
    if sign == " ":
        beside = text[max(0, k - 1) : k + 2]
        return " " if _SPACED.intersection(beside) else "\\ "
    if sign == "×":
        return "{\\times}"
    if sign == "−" and text[:k].rstrip().endswith("×"):
        return "{-}"  # a sign, no difference
    if sign in _SIGNS:
        return _SIGNS[sign]
    return sign if sign.isalpha() else escaped(sign)
