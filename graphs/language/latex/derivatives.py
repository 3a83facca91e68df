"""Derivatives as LaTeX writes them: \\frac{\\partial L}{\\partial w}, dL/dw, \\nabla f, \\partial_x f, f'(x), f_x."""

from __future__ import annotations

import re
from typing import NamedTuple

from graphs.language.latex.pieces import tokens_of
from graphs.language.latex.scripts import ScriptWriter
from graphs.language.latex.table import COMMANDS
from graphs.language.latex.tokens import Piece
from graphs.language.latex.writer import Span
from graphs.language.messages.unavailable import DERIVATIVE
from graphs.language.tokens import Derived

_UPRIGHT_D = (
    r"\\(?:mathrm|text|operatorname|mathsf|textrm)\s*\{\s*d\s*\}|\{\s*\\rm\s+d\s*\}"
    r"|\\(?:mathrm|rm|mathsf)\s+d(?![A-Za-z])"
)
_SIGN = rf"(?:\\partial(?![A-Za-z])|{_UPRIGHT_D}|d)"
_SPACE = r"(?:\s|\\[,;:! ]|~)*+"
_BRACES = r"\{(?:[^{}]|\{[^{}]*+\})*+\}"
_BELOW = rf"(?:\s*_\s*(?:{_BRACES}|\\[A-Za-z]+|[A-Za-z0-9]))"
_VARIABLE = (
    rf"(?:\\(?!partial|frac|left|right|cdot)[A-Za-z]+(?:\s*{_BRACES}|(?<=hat|bar)\s+\\?[A-Za-z]+)?"
    rf"|[A-Za-z]+[0-9]*){_BELOW}?"
)
_LAYER = r"(?:\s*\^\s*\{\s*(?:\([^(){}]*\)|\[[^\[\]{}]*\])+\s*\})?"
_NAME = rf"{_VARIABLE}{_LAYER}'*"
_ORDER = r"(?:\s*\^\s*(?:\{\s*([1-9])\s*\}|([1-9])))?"
_UPPER = re.compile(rf"{_SPACE}{_SIGN}{_ORDER}{_SPACE}(?=[A-Za-z\\(\[{{]|$)(.*)", re.DOTALL)
_LOWER = re.compile(
    rf"{_SPACE}(?P<sign>{_SIGN}){_SPACE}(?P<name>{_VARIABLE}{_LAYER})(?:\s*\^\s*\{{?\s*(?P<order>[1-9])\s*\}}?)?"
)
_SLASHED = re.compile(
    rf"(?P<sign>{_SIGN})(?P<name>{_SPACE}{_NAME})?\s*/\s*{_SIGN}{_SPACE}(?P<by>(?:\\[A-Za-z]+(?:\s*{_BRACES})?|[A-Za-z]+[0-9]*){_BELOW}?{_LAYER})"
)
_STATED = re.compile(rf"({_NAME})\s*(?:\([^()=]*\))?\s*&?\s*(?:=|≈|\\approx)")
_NEXT = re.compile(rf"{_SPACE}({_NAME})")
_BAR = re.compile(r"\s*(?:\\(?:[bB]igg?[lrm]?|right)\s*)?(?:\||\\r?vert(?![A-Za-z]))\s*_")

_EQUATED = re.compile(r"[^=<>]*[A-Za-z}]\s*=[^=<>]*")
_LEFT_OPEN = re.compile(r"\\left\s*\.\s*\Z")
_POINT_BAR = re.compile(r"(?:\\right\s*)?(?:\||\\r?vert(?![A-Za-z]))\s*_(?=\s*\{[^{}]*(?:=|\([^{}]*\)))")


class Signs(NamedTuple):
    """What a derivative's sign says: what is derived, empty where that stands behind it, and by what."""

    of: list[Piece]
    by: list[str]


class Derivatives(ScriptWriter):
    """The part of the reader that knows derivatives."""

    def _derived(self, signs: Signs, typed: int, end: int, is_gradient: bool = False) -> None:
        self.at = end
        at: list[Piece] = []
        stated = _STATED.match(self.text, self._after_space()) if not signs.of and not is_gradient else None
        if stated is not None and stated[1].removeprefix("\\") not in COMMANDS:
            signs = signs._replace(of=self._inner(Span(stated.start(1), stated.end(1), 0)))
            end = self.at = stated.end(1)
        if (bar := _BAR.match(self.text, self.at)) is not None:
            below = self._script(bar.end())
            at, end = self._below_bar(below), below.after
            self.at = end
        made = Derived("derivative")
        left = _LEFT_OPEN.search(self.text, 0, typed) if at else None
        made.kind, made.place = "derivative", self._place(typed if left is None else left.start(), end)
        made.line = self.source.line(made.place)
        made.typed = made.line[made.place.column - 1 : made.place.column - 1 + made.place.length]
        made.of, made.at = (tokens_of(pieces, self.base, self.source, self.limits) for pieces in (signs.of, at))
        made.by, made.is_gradient = signs.by, is_gradient
        self._operand(Piece("derivative", typed, end, "derivative", made), typed, plain=True)

    def _below_bar(self, span: Span) -> list[Piece]:
        """What stands below a bar: x = 1, or the values of a point without their brackets."""
        pieces = self._inner(span)
        is_point = len(pieces) > 2 and pieces[0].text == "(" and pieces[-1].text == ")"
        return pieces[1:-1] if is_point and all(piece.text not in ("(", ")") for piece in pieces[1:-1]) else pieces

    def _is_evaluated(self, typed: int) -> bool:
        """Whether a bar says at which point the formula before it is meant: x^2 |_{x=3}."""
        bar = _POINT_BAR.match(self.text, typed)
        if bar is None or not self.ended:
            return False
        span = self._script(bar.end())
        self.at, self.point = span.after, self._below_bar(span)
        return True

    def _is_point_below(self, typed: int) -> bool:
        span = self._script(typed + 1)
        if self.text[typed - 1] not in "])" or _EQUATED.fullmatch(self._of(span)) is None:
            return False
        self.at, self.point = span.after, self._below_bar(span)
        return True

    def _fraction(self, typed: int) -> bool:
        """Whether a fraction is a derivative, which then is read."""
        upper = self._span(self.at)
        lower = self._span(upper.after) if upper is not None else None
        if upper is None or lower is None:
            return False
        above = _UPPER.fullmatch(self.text, upper.start, upper.end)
        if above is None or ("d" in self.names.own and "partial" not in self.text[upper.start : upper.end]):
            return False
        by: list[str] = []
        at = lower.start
        while (each := _LOWER.match(self.text, at, lower.end)) is not None:
            found = self._variables(Span(each.start("name"), each.end("name"), 0))
            if not found:
                return False
            by += found[:-1] + [found[-1]] * int(each["order"] or 1)
            at = each.end()
        if not by or self.text[at : lower.end].strip(" \n\t~"):
            return False
        order = int(above[1] or above[2] or 1)
        if order != len(by):
            raise self._refuse("it is not clear what this is derived by", typed, DERIVATIVE)
        span = Span(above.start(3), above.end(3), 0)
        self._derived(Signs(self._inner(span) if self._of(span) else [], by[::-1]), typed, lower.after)
        return True

    def _variables(self, span: Span) -> list[str]:
        """The names that a part of a denominator says; x and y of ∂x∂y written dxdy."""
        pieces = self._inner(span)
        if len(pieces) == 1 and pieces[0].kind == "name":
            return [pieces[0].text]
        names = [piece.text for piece in pieces if piece.kind == "name"]
        is_run = len(names) % 2 == 1 and all(each == "d" for each in names[1::2]) and len(names) > 1
        return names[::2] if is_run and len(pieces) == 2 * len(names) - 1 else []

    def _slashed(self, typed: int) -> bool:
        """dL/dw and ∂L/∂w in one line."""
        match = _SLASHED.match(self.text, typed)
        if match is None or (match["sign"] == "d" and "d" in self.names.own):
            return False
        by = self._variables(Span(match.start("by"), match.end("by"), 0))
        if not by:
            return False
        of = self._inner(Span(match.start("name"), match.end("name"), 0)) if match["name"] else []
        self._derived(Signs(of, by), typed, match.end())
        return True

    def _nabla(self, typed: int, is_gradient: bool) -> bool:
        """∇f, ∇_w L, ∂_x f: what is derived is the name that follows."""
        after, by, at = self._after_space(), list[str](), self.at
        if self.text[after : after + 1] == "_":
            span = self._script(after + 1)
            at = span.after
            by = [piece.text for piece in self._inner(span) if piece.kind == "name"]
        following = _NEXT.match(self.text, at)
        if following is None or (not by and not is_gradient):
            return False
        of = self._inner(Span(following.start(1), following.end(1), 0))
        self._derived(Signs(of, by), typed, following.end(1), is_gradient)
        return True

    def _capital(self, run: str, typed: int) -> bool:
        """D_x f and Df of a function of the text."""
        if run[0] != "D" or "D" in self.names.own:
            return False
        if run == "D":
            following = _NEXT.match(self.text, self._after_space())
            below = self.text.startswith("_", self._after_space())
            span = self._script(self._after_space() + 1) if below else None
            following = _NEXT.match(self.text, span.after) if span is not None else following
            name = following[1] if following is not None else ""
        else:
            span, name = None, run[1:]
        parameters = self.names.headers.get(name)
        if parameters is None:
            return False
        if span is not None and self._of(span).removeprefix("\\") not in parameters:  # along a direction
            assert following is not None
            of = self._inner(Span(following.start(1), following.end(1), 0))
            self._derived(Signs(of, []), typed, following.end(1))
            return True
        if span is not None:
            return self._nabla(typed, False)
        if run == "D":
            return self._nabla(typed, True)
        self._derived(Signs([Piece(name, typed + 1, self.at, "name")], []), typed, self.at, True)
        return True

    def _derived_by_name(self, name: str, typed: int) -> bool:
        """f_x, f_{xy} and f^{(2)} of a function of the text."""
        parameters = self.names.headers[name]
        after = self._after_space()
        sign = self.text[after : after + 1]
        if sign not in ("_", "^") or not sign:
            return False
        span = self._script(after + 1)
        script = re.sub(r"[\s{},]", "", self._of(span))
        if sign == "^":
            order = re.fullmatch(r"\(([1-9])\)", script)
            by = [*parameters] * int(order[1]) if order is not None and len(parameters) == 1 else []
        else:
            letters = [script] if script in parameters else [*script.replace("\\", "")]
            by = letters if all(each in parameters for each in letters) else []
        if not by:
            return False
        self._derived(Signs([Piece(name, typed, after, "name")], by), typed, span.after)
        return True

    def _derived_by_prime(self, name: Piece, count: int, end: int) -> None:
        """f'(x): by the function's parameter, or the name that it is given."""
        bare = name.text.rstrip("'")
        count += len(name.text) - len(bare)
        parameters = self.names.headers.get(bare, ())
        if not parameters and (given := re.match(rf"\s*\(\s*({_NAME})\s*\)", self.text[end:])) is not None:
            parameters = tuple(self._variables(Span(end + given.start(1), end + given.end(1), 0)))
        by = [*parameters] * count if len(parameters) == 1 else []
        if not by and not self.start:  # y'(3) of y = x^2
            self.out[-1] = name._replace(text=bare + "'" * count, end=end)
            return
        del self.out[self.start :]
        if self.start and self.out and self.out[-1].kind == "implied":
            self.out.pop()
            self.ended = True
        else:
            self.ended = False
        self._derived(Signs([name._replace(text=bare)], by), name.at, end)
