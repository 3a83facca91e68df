"""How text and numbers are set in SVG, and the one place where user text is quoted for it."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from graphs.notation.numbers import Numeral
from graphs.picture.typesetting import Runs


def quoted(text: str) -> str:
    """User text as it may stand in SVG, in content or in an attribute: the one place that decides."""
    return escape(text, quote=True)


def px(x: float) -> str:
    """A coordinate, to a tenth of a pixel."""
    return f"{x:.1f}".removesuffix(".0")


def typographic(text: str) -> str:
    """A number's text with the signs of mathematics instead of those that programs use."""
    return text.replace("-", "−").replace("·", "⋅")


@lru_cache(maxsize=4096)
def spans(styled: Runs) -> str:
    """Runs as the content of a text element; all lengths are in ems, so that its size may change."""
    written, rise = [], 0.0
    for run in styled:
        if not run.text:
            continue  # room alone
        kinds = " ".join(["italic"] * run.italic + ["muted"] * run.muted)
        marks = f' class="{kinds}"' if kinds else ""
        if run.size != 1.0:
            marks += f' font-size="{run.size:.3g}em"'
        if run.kern:
            marks += f' dx="{run.kern / run.size:.3g}em"'
        if run.rise != rise:
            marks += f' dy="{(rise - run.rise) / run.size:.3g}em"'
        rise = run.rise
        text = quoted(run.text)
        written.append(f"<tspan{marks}>{text}</tspan>" if marks else text)
    return "".join(written)


def numeral_spans(written: Numeral) -> str:
    """A number as the content of a text element: its power of ten is raised."""
    raised = typographic(written.exponent)
    return typographic(written.base) + (f'<tspan class="superscript" dy="-5">{raised}</tspan>' if raised else "")
