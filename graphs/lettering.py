"""Text in a picture: quoted, placed run by run, and numbers in slots of a fixed size."""

from __future__ import annotations

from html import escape

from graphs.glyphs import Line, placed
from graphs.notation import number_text


def quoted(text: str) -> str:
    """User text as it may stand in SVG, in content or in an attribute: the one place that decides."""
    return escape(text, quote=True)


def px(x: float) -> str:
    """A coordinate in pixels, to six significant digits."""
    return f"{x:.6g}"


def line(styled: Line, size: float, kind: str, x: float, y: float) -> str:
    """A line of runs, each at its own place: no font of the machine moves what follows it."""
    spans = []
    for run, start, _ in placed(styled, size):
        drop = 0.2 * size if run.style == "subscript" else -0.38 * size if run.style == "superscript" else 0.0
        spans.append(f'<tspan class="{run.style}" x="{px(x + start)}" y="{px(y + drop)}">{quoted(run.text)}</tspan>')
    return f'<text class="{kind}">{"".join(spans)}</text>'


def slot(kind: str, x: float | None, right: float, baseline: float, fault: bool, longest: int) -> str:
    """A slot with its number: a middle dot until it is reached, a word where it is undefined, else five digits.

    longest: the number of characters that fit at full size. fault: an undefined number starts here.
    """
    if x is None:
        text, state = "⋅", " unreached"
    elif x != x:
        text, state = ("undefined", " word") if fault else ("", "")
    else:
        text = typographic(number_text(x))
        state = size_class(text, longest)
    return f'<text class="{kind}{state}" x="{px(right)}" y="{px(baseline)}">{raised(text)}</text>'


def size_class(text: str, longest: int) -> str:
    """The class of a number that needs the smaller type."""
    return " small" if len(text) > longest else ""


def raised(text: str) -> str:
    """A number's text with its power of ten raised."""
    base, _, exponent = text.partition("^")
    return base + (f'<tspan class="superscript" dy="-5">{exponent}</tspan>' if exponent else "")


def typographic(text: str) -> str:
    """A number's text with the signs of mathematics."""
    return text.replace("-", "−").replace("·", "⋅")
