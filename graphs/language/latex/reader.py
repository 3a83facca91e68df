"""One formula in LaTeX → the pieces that it means, with the place of every sign in what was typed.

A loop with a stack of its own, linear in the text; the depth is bounded before anything else reads the result. What
LaTeX sets side by side is multiplied: with @ where the left one is an array by custom (A, a bold x, xᵀ), else with *.
What could be guessed at is refused where it stands.
"""

from __future__ import annotations

import re

from graphs.errors import BadSyntax, Fix
from graphs.language.latex.source import COMMAND
from graphs.language.latex.sums import SumWriter
from graphs.language.latex.table import (
    ACCENTS,
    ARGUMENTS,
    ASIDE,
    BOLD,
    CASES,
    CHARACTERS,
    CLOSING,
    COMMANDS,
    FENCES,
    LAYOUTS,
    LETTERS,
    MATRICES,
    REFUSED,
    SEARCHES,
    SIGNS,
    SPACES,
    SUMS,
    UPRIGHT,
)  # fmt: skip
from graphs.language.latex.tokens import Piece
from graphs.language.latex.writer import Open
from graphs.language.names import GREEK, NAME, spelled
from graphs.language.tokens import stranger

GROUP = re.compile(r"\s*\{([^{}]*)\}")
_BRACKETS = ("}", ")", "]")
_ROOT = re.compile(r"\s*\[([^\[\]{}]*)\]")
_FENCE = re.compile(r"\s*(\\[A-Za-z]+|\\.|[^\s\\])")
_LONG_SIGN = re.compile(r"<=|>=|==|!=|:=|\*\*|<-(?=\s)")
_SIZE = re.compile(r"\[[^\[\]\n]{0,20}\]")
_BOLD = re.compile(rf"\s*\\(?:{'|'.join(sorted(BOLD))})(?![A-Za-z])")
_STARTS_BOLD = tuple(f"\\{name}" for name in BOLD)
# What stands behind an entry of a list, or behind a whole formula.
_ENDS_ENTRY = re.compile(r"\s*(?:$|[],$&]|\\right\b|\\\\)")
_LAST_ARGUMENT = re.compile(r"(?:[^()|\\‖]|\\[A-Za-z]++){1,60}+\)")
_LABEL = re.compile(r"\s*[_^]")
_OPERATORS = "+-*/=<>,:.@"
_FROBENIUS = ("F", "\\mathrm{F}", "\\text{F}")
_UNICODE = re.compile(NAME)


class Reader(SumWriter):
    """The loop over the signs."""

    def read(self) -> None:
        while self.at < len(self.text):
            typed, self.at = self.at, self.at + 1
            self._take(self.text[typed], typed)
        self._end_sums()
        if self.stack:
            raise self._not_closed()

    def _not_closed(self) -> BadSyntax:
        """The end is missing of all that is open; it is written at the end of the text where it is a bracket's."""
        ends = [each.kind for each in reversed(self.stack) if each.kind not in ("bare", "sum", "arguments")]
        fixes: tuple[Fix, ...] = ()
        if ends and all(end in _BRACKETS for end in ends):
            at = len(self.text.rstrip())
            fixes = self._fix(at, at, "".join(ends), self.text[self.stack[0].start : at] + "".join(ends))
        return self._refuse("this is not closed", self.stack[-1].start, None, fixes)

    def _take(self, sign: str, typed: int) -> None:
        if sign in " \t\r\n~$\u00a0\u2009\u200b":
            return
        if self._waits_for_argument() and sign not in "{\\":
            self._argument(sign, typed)
        elif sign == "\\":
            match = COMMAND.match(self.text, typed)
            if match is None:
                raise self._refuse("a command is expected after the backslash", typed)
            self.at = match.end()
            self._command(match.group(1), typed)
        elif sign == "%":
            self.at = end if (end := self.text.find("\n", typed)) >= 0 else len(self.text)
        elif sign == "|" and not self._in_bars() and self._is_evaluated(typed):
            pass
        elif sign in "‖∥":
            self._toggle("norm", "\\|", typed)
        elif sign in "{}([)]|":
            self._bracket(sign, typed)
        elif sign == "^":
            self._power(typed)
        elif sign == "_":
            self._entry(typed)
        elif sign == "'" and self.ended and self.plain:
            self._primed(sign, typed, self.at)
        elif sign == "&":
            self._ampersand()
        elif self._digits(typed):
            pass
        elif sign.isascii() and sign.isalpha():
            if not (self.stack and self._word(typed)):
                self._letters(typed)
        elif sign == "!" and self.text[self.at : self.at + 1] != "=":
            self._write(sign, typed)
        elif sign in GREEK and (match := _UNICODE.match(self.text, typed)) is not None:
            self.at = match.end()
            self._name(spelled(match.group()), typed)
        else:
            self._sign(sign, typed)

    def _sign(self, sign: str, typed: int) -> None:
        """An operator of one character or of two."""
        match = _LONG_SIGN.match(self.text, typed)
        if match is not None:
            self.at = match.end()
            sign = "←" if match.group() == "<-" else match.group()
        elif sign not in CHARACTERS and sign not in _OPERATORS:
            raise stranger(sign, self._place(typed))
        self._operator(CHARACTERS.get(sign, sign), typed, self.at)

    def _command(self, name: str, typed: int) -> None:
        inside = self._waits_for_argument()
        if name == "\\":
            self._break(typed)
            return
        if name in SPACES:
            return
        if name in ASIDE:
            size = _SIZE.match(self.text, self.at)
            self.at = self._script(
                size.end() if size is not None else self.at + (self.text[self.at : self.at + 1] == "*")
            ).after
            return
        if name in ("underbrace", "overbrace", "cancel", "boxed"):
            self._braced()
            return
        if name in ("right", "vert", "rvert") and not self._in_bars() and self._is_evaluated(typed):
            return
        if name in ("left", "right"):
            self._fence(name, typed)
        elif name in ARGUMENTS:
            self._with_arguments(name, typed)
        elif name in SEARCHES and self._searches(typed):
            self._sum(name, typed)
        elif name in COMMANDS:
            self._function(COMMANDS[name], typed)
        elif name in SUMS:
            self._sum(name, typed)
        elif name in LETTERS:
            self._letter(name, typed)
        elif name in UPRIGHT or name in BOLD or name in ACCENTS:
            if not (name in UPRIGHT and self._word(typed)):
                self._face(name, typed)
        elif name in ("nabla", "partial") and self._is_derivative(name, typed):
            pass
        elif name in REFUSED:
            raise self._refuse(f"\\{name} is not part of the language", typed, REFUSED[name])
        elif name == "cdot" and self._is_dot():
            self._operator("@", typed, self.at)
        elif name in SIGNS:
            self._operator(str(SIGNS[name]), typed, self.at)
        elif name in ("begin", "end"):
            self._environment(name, typed)
        elif name in ("|", "Vert") and self._parts_arguments():
            self._operator(",", typed, self.at)
        elif name in ("|", "Vert"):
            self._toggle("norm", "\\|", typed)
        elif name in FENCES:
            self._opens(*FENCES[name], typed)
        elif name in CLOSING:
            self._closes(CLOSING[name][1], typed)
        elif name == "not" and self.text[self.at : self.at + 1] == "=":
            self.at += 1
            self._operator("!=", typed, self.at)
        else:
            raise self._refuse(f"the command \\{name} is not known", typed)
        if inside and self._waits_for_argument() and self.ended:
            self._argument_ends(typed)

    def _in_bars(self) -> bool:
        return any(each.kind in ("|", "rvert") for each in self.stack)

    def _braced(self) -> None:
        """What a brace below or above says of its formula is a label."""
        span = self._script(self.at)
        label = _LABEL.match(self.text, span.after)
        if label is not None:
            self.labels[span.end] = self._script(label.end()).after

    def _is_derivative(self, name: str, typed: int) -> bool:
        return (name == "partial" and self._slashed(typed)) or self._nabla(typed, name == "nabla")

    def _is_dot(self) -> bool:
        """Whether a dot stands between two bold letters, or a transpose and one."""
        if not self.ended or _BOLD.match(self.text, self.at) is None:
            return False
        return self.text.startswith(_STARTS_BOLD, self.out[self.start].at)

    def _break(self, typed: int) -> None:
        """A new row of a matrix or of cases; elsewhere a row only goes on."""
        size = _SIZE.match(self.text, self.at)
        self.at = size.end() if size is not None and self.stack else self.at
        self._end_sums()
        kind = self.stack[-1].kind if self.stack else ""
        if kind == "matrix":
            self._row_ends(typed)
        elif kind == "cases":
            self._case_ends(typed)

    def _with_arguments(self, name: str, typed: int) -> None:
        if name.endswith("frac") and self._fraction(typed):
            return
        first, *rest = ARGUMENTS[name]
        if name == "sqrt" and (root := _ROOT.match(self.text, self.at)):
            self.at = root.end()
            first, rest = ("cbrt(", [")"]) if root.group(1).strip() == "3" else ("((", [f")^(1/({root.group(1)})))"])
        self._operand(first, typed)
        self.ended = False
        self._push(Open("arguments", typed, rest=rest, begins=self.start))

    def _argument(self, sign: str, typed: int) -> None:
        """An argument without braces is one sign: \\frac12, x^2."""
        if sign in "^_&}" or not (sign.isascii() and sign.isalnum()):
            raise self._refuse("an argument is expected", typed, "arguments stand in braces: \\frac{1}{2}")
        kind = "name" if sign.isalpha() else "number"
        self._operand(Piece(sign, typed, typed + 1, kind), typed, plain=sign.isalpha())
        self._argument_ends(typed)

    # Brackets.

    def _opens(self, call: str, end: str, typed: int) -> None:
        grouped = self.ended or (bool(self.stack) and self.stack[-1].kind in ("bare", "sum"))
        if not self.plain or call or not self.ended:
            self._operand(call + "(", typed)
        else:
            self._write("(", typed)  # x(…): the language asks what is meant
        self.ended = False
        self._push(Open(end, typed, begins=len(self.out) - 1, grouped=grouped))

    def _closes(self, end: str, typed: int) -> None:
        self._end_sums()
        self.at = self.labels.pop(typed, self.at)
        if not self.stack or self.stack[-1].kind != end:
            raise self._refuse(f"'{end}' closes nothing", typed)
        opened = self.stack.pop()
        if end == "}" and opened.close and self.ended and self.plain and self.start == opened.begins + 1:
            self.start = opened.begins  # {c'} is c', which can stand on a left side
            del self.out[self.start]
            return
        suffix = ""
        if end in ("rVert", "\\|") and self.text[self.at : self.at + 1] == "_":
            span = self._script(self.at + 1)
            script, self.at = self._of(span), span.after
            suffix = "" if script in _FROBENIUS else ", " + script.replace("\\infty", "inf")
        if opened.close == "]" and not opened.listed and not self._is_vector(opened):
            self.out[opened.begins] = self.out[opened.begins]._replace(text="(")
            opened.close = ")"
        if opened.compares:
            self._condition(opened.begins + 1)
        self._write(suffix + opened.close, typed, self.at)
        if opened.kind in (")", "]", "}", "\\|", "|", "rVert", "rvert") and opened.begins < self.start:
            self.start = opened.begins
        self.ended, self.plain, self.raised, self.array = True, False, False, opened.array
        self.beside = False  # of what stands inside
        if opened.alone:
            self._end_bare()
        if self._waits_for_argument():
            self._argument_ends(typed)

    def _is_vector(self, opened: Open) -> bool:
        """Whether square brackets round one entry hold a list: [0.5], [[1, 2]], a whole [x]; [x + 1] is grouped."""
        if opened.grouped or self.text[self.at : self.at + 1] == "^":
            return False
        inside = self.out[opened.begins + 1 :]
        if not inside:
            return False
        before = self.out[opened.begins - 1].text if opened.begins else "="
        if len(inside) == 1 and inside[0].kind == "name" and before in ("=", "[", ","):
            return _ENDS_ENTRY.match(self.text, self.at) is not None
        return inside[0].text == "[" or (inside[-1].kind == "number" and all(each.text in "+-" for each in inside[:-1]))

    def _bracket(self, sign: str, typed: int) -> None:
        if sign == "{":
            inside = self._waits_for_argument()
            if not inside:
                self._operand("(", typed)
            self.ended = False
            self._push(Open("}", typed, close="" if inside else ")", begins=self.start))
        elif sign == "|" and self.text[typed + 1 : typed + 2] == "|":
            self.at = typed + 2
            if self._parts_arguments():
                self._operator(",", typed, self.at)
            else:
                self._toggle("norm", "\\|", typed)
        elif sign == "|":
            self._toggle("abs", "|", typed)
        elif sign in "([":
            self._opens("", CLOSING[FENCES[sign][1]][1], typed)
            if sign == "[":
                self.out[-1] = Piece("[", typed)
                self.stack[-1].close = "]"
        else:
            self._closes(sign, typed)

    def _parts_arguments(self) -> bool:
        """Whether two bars part the arguments of a call, D(p \\| q): there are no others in its brackets."""
        called = bool(self.stack) and self.stack[-1].kind == ")" and self.stack[-1].begins > 0
        return called and self.ended and _LAST_ARGUMENT.match(self.text, self.at) is not None

    def _toggle(self, call: str, end: str, typed: int) -> None:
        """A bar closes what a bar opened, unless an operand is still wanted."""
        opened = next((each.kind for each in reversed(self.stack) if each.kind not in ("bare", "sum")), None)
        if opened == end and self.ended:
            self._closes(end, typed)
        else:
            self._opens(call, end, typed)

    def _fence(self, side: str, typed: int) -> None:
        match = _FENCE.match(self.text, self.at)
        if match is None:
            raise self._refuse(f"a bracket is expected after \\{side}", typed)
        self.at = match.end()
        sign = match.group(1) if match.group(1) == "\\|" else match.group(1).removeprefix("\\")
        table = FENCES if side == "left" else CLOSING
        if sign == ".":
            return
        if side == "left" and match.group(1) in ("\\{", "\\lbrace") and self._is_array_of_cases():
            self._cases_begin(typed)
            return
        if sign not in table:
            raise self._refuse(f"\\{side}{match.group(1)} is not part of the language", typed)
        if side == "left":
            self._opens(*FENCES[sign], typed)
        else:
            self._closes(CLOSING[sign][1], typed)

    def _environment(self, side: str, typed: int) -> None:
        match = GROUP.match(self.text, self.at)
        kind = match.group(1).strip() if match is not None else ""
        is_array = kind == "array" and side == "end" and bool(self.stack)
        if match is None or not (kind in MATRICES or kind in LAYOUTS or kind in CASES or is_array):
            raise self._refuse(f"\\{side}{{{kind}}} is not part of the language", typed)
        self.at = match.end()
        if kind in LAYOUTS:
            return
        if side == "begin":
            (self._cases_begin if kind in CASES else self._matrix_begins)(typed)
            return
        if kind in MATRICES:
            self._matrix_ends(typed)
        else:
            self._end_sums()
            if not self.stack or self.stack[-1].kind != "cases":
                raise self._refuse("\\end closes nothing", typed)
            self._cases_end(typed)
        if self._waits_for_argument():
            self._argument_ends(typed)

    def _ampersand(self) -> None:
        self._end_sums()
        kind = self.stack[-1].kind if self.stack else ""
        if kind == "matrix":
            self.stack[-1].wide = True
            self._write(",", self.at - 1)
            self.ended = False
        elif kind == "cases":
            self._condition_begins()
