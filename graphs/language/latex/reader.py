"""LaTeX as it is pasted → this language, with the place of every sign in what was typed.

A loop with a stack of its own, linear in the text; the depth is bounded before anything else reads the result. What
LaTeX sets side by side is multiplied: with @ where the left one is an array by custom (A, a bold x, xᵀ), else with *.
`xy` are two letters; names of several letters are \\text{…}, or assigned in the text. What could be guessed at is
refused where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from graphs.errors import BadSyntax, Fix
from graphs.language.latex.names import GROUP, NUMBER, NameWriter
from graphs.language.latex.table import (
    ACCENTS,
    ARGUMENTS,
    BOLD,
    CLOSING,
    COMMANDS,
    FENCES,
    LAYOUTS,
    LETTERS,
    MATRICES,
    REFUSED,
    SIGNS,
    SPACES,
    UPRIGHT,
)  # fmt: skip
from graphs.language.latex.writer import COMMAND, Open
from graphs.language.messages.unavailable import DERIVATIVE
from graphs.limits import Limits

_IS_LATEX = re.compile(r"\\[A-Za-z\\|{\[(,;:!]|\$|[\^_]\{")
_BRACKETS = ("}", ")", "]")
_ROOT = re.compile(r"\s*\[([^\[\]{}]*)\]")
# \frac{d}{dx}, \frac{d^2 y}{dx^2}, with upright d's, too; \frac{d_1}{d_2} is a quotient.
_D = r"(?:\\(?:mathrm|text|operatorname|mathsf)\s*\{\s*d\s*\}|\\(?:mathrm|rm|mathsf)\s+d(?![A-Za-z])|d)"
_DERIVED = re.compile(
    rf"\s*\{{\s*{_D}\s*(?=[\}}^(\\]|[A-Za-z](?![A-Za-z]))(?:[^{{}}]|\{{[^{{}}]{{0,40}}\}}){{0,80}}\}}"
    rf"\s*\{{\s*{_D}\s*(?:[A-Za-z](?![A-Za-z])|\\[A-Za-z]+)"
)
_FENCE = re.compile(r"\s*(\\[A-Za-z]+|\\.|[^\s\\])")
# Within one line, and possessive: thousands of empty lines must not each be looked through to their end.
_DEFINED = re.compile(r"(?m)^((?:[ \t]|\$|\\[\[(])*+[A-Za-z][ \t]*+)(?:\\left[ \t]*+)?\([^()=\n]*\)(?=[ \t]*+=)")
_ASSIGNED = re.compile(r"(?:^|[\n;])[ \t]*+([A-Za-z]\w*+)'*+[ \t]*+=(?!=)")


class Rewritten(NamedTuple):
    """text: in this language; places: for each of its characters, the offset in what was typed."""

    text: str
    places: list[int]


def is_latex(text: str) -> bool:
    return _IS_LATEX.search(text) is not None


def rewritten(text: str, given: Iterable[str], limits: Limits) -> Rewritten:
    """Raises BadSyntax, with the place in the LaTeX, or TooLarge."""
    reader = _Reader(text, {*given, *_ASSIGNED.findall(text)}, limits)
    reader.read()
    places = [at for piece, at in reader.out for _ in piece]
    return Rewritten("".join(piece for piece, _ in reader.out), places)


class _Reader(NameWriter):
    """The loop over the signs."""

    def read(self) -> None:
        heads = {match.end(1): match.end() for match in _DEFINED.finditer(self.text)}
        while self.at < len(self.text):
            if self.at in heads:  # f(x) = …
                self.at = heads[self.at]
                continue
            typed, self.at = self.at, self.at + 1
            self._take(self.text[typed], typed)
        self._end_bare()
        if self.stack:
            raise self._not_closed()

    def _not_closed(self) -> BadSyntax:
        """The end is missing of all that is open; it is written at the end of the text where it is a bracket's."""
        ends = [each.kind for each in reversed(self.stack) if each.kind not in ("bare", "arguments")]
        fixes: tuple[Fix, ...] = ()
        if ends and all(end in _BRACKETS for end in ends):
            at = len(self.text.rstrip())
            fixes = self._fix(at, at, "".join(ends), self.text[self.stack[0].start : at] + "".join(ends))
        return self._refuse("this is not closed", self.stack[-1].start, None, fixes)

    def _take(self, sign: str, typed: int) -> None:
        if sign in " \t\r~$":
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
        elif sign == "\n":
            self._break(typed, "\n" if not [each for each in self.stack if each.kind != "bare"] else " ")
        elif sign in "{}([)]|":
            self._bracket(sign, typed)
        elif sign == "^":
            self._power(typed)
        elif sign == "_":
            self._entry(typed)
        elif sign == "'" and self.ended and self.plain:
            self._primed(sign, typed, self.at)
        elif sign == "&":
            self._ampersand(typed)
        elif (number := NUMBER.match(self.text, typed)) is not None:
            self.at = number.end()
            self._number(number.group(), typed)
        elif sign.isascii() and sign.isalpha():
            self._letters(typed)
        elif sign == "!":
            self._write(sign, typed)
        else:
            self._operator(sign, typed)

    def _break(self, typed: int, sign: str) -> None:
        """A new row of a matrix, a new line, or the space that a newline is inside of brackets."""
        is_row = sign == "\n" and self.text[typed] == "\\" and bool(self.stack)
        if sign == "\n":
            self._end_bare()
        if is_row and self.stack and self.stack[-1].kind == "matrix":
            self.stack[-1].rows.append(len(self.out))
            self._write("], [", typed)
            self.ended = False
        elif sign == "\n" and not self.stack:
            self._write("\n", typed)
            self.ended = False

    def _command(self, name: str, typed: int) -> None:
        inside = self._waits_for_argument()
        if name in SPACES:
            return
        if name in ("left", "right"):
            self._fence(name, typed)
        elif name in ARGUMENTS:
            self._with_arguments(name, typed)
        elif name in COMMANDS:
            self._function(COMMANDS[name], typed)
        elif name in LETTERS:
            self._letter(name, typed)
        elif name in UPRIGHT or name in BOLD or name in ACCENTS:
            self._face(name, typed)
        elif name in REFUSED:
            raise self._refuse(f"\\{name} is not part of the language", typed, REFUSED[name])
        elif name in SIGNS:
            self._operator(str(SIGNS[name]), typed)
        elif name == "\\":
            self._break(typed, "\n")
        elif name in ("begin", "end"):
            self._environment(name, typed)
        elif name == "|":
            self._toggle("norm", "\\|", typed)
        elif name in FENCES:
            self._opens(*FENCES[name], typed)
        elif name in CLOSING:
            self._closes(CLOSING[name][1], typed)
        else:
            raise self._refuse(f"the command \\{name} is not known", typed)
        if inside and self._waits_for_argument() and self.ended:
            self._argument_ends(typed)

    def _with_arguments(self, name: str, typed: int) -> None:
        if name.endswith("frac") and "d" not in self.names and _DERIVED.match(self.text, self.at):
            raise self._refuse("a derivative sign is not part of the language", typed, DERIVATIVE)
        first, *rest = ARGUMENTS[name]
        if name == "sqrt" and (root := _ROOT.match(self.text, self.at)):
            self.at = root.end()
            first, rest = ("cbrt(", [")"]) if root.group(1).strip() == "3" else ("((", [f")**(1/({root.group(1)})))"])
        self._operand(first, typed)
        self.ended = False
        self._push(Open("arguments", typed, rest=rest, begins=self.start))

    def _argument(self, sign: str, typed: int) -> None:
        """An argument without braces is one sign: \\frac12, x^2."""
        if sign in "^_&}" or not sign.isalnum():
            if sign == "\n":  # the end of a line is told at the sign before it
                typed = len(self.text[:typed].rstrip()) - 1
            raise self._refuse("an argument is expected", typed, "arguments stand in braces: \\frac{1}{2}")
        self._operand(sign, typed, plain=sign.isalpha())
        self._argument_ends(typed)

    # Brackets and matrices.

    def _opens(self, call: str, end: str, typed: int) -> None:
        if not self.plain or call or not self.ended:
            self._operand(call + "(", typed)
        else:
            self._write("(", typed)  # x(…): the language asks what is meant
        self.ended = False
        self._push(Open(end, typed))

    def _closes(self, end: str, typed: int) -> None:
        self._end_bare()
        if not self.stack or self.stack[-1].kind != end:
            raise self._refuse(f"'{end}' closes nothing", typed)
        opened = self.stack.pop()
        if end == "}" and opened.close and self.ended and self.plain and self.start == opened.begins + 1:
            self.start = opened.begins  # {c'} is c', which can stand on a left side
            del self.out[self.start]
            return
        suffix = ""
        if end in ("rVert", "\\|") and self.text[self.at : self.at + 1] == "_":
            script, self.at = self._script(self.at + 1)
            suffix = "" if script in ("F", "\\mathrm{F}") else f", {script}"
        self._write(suffix + opened.close, typed)
        self.ended, self.plain, self.raised, self.array = True, False, False, opened.array
        self.beside = False  # of what stands inside
        if opened.alone:
            self._end_bare()
        if self._waits_for_argument():
            self._argument_ends(typed)

    def _bracket(self, sign: str, typed: int) -> None:
        if sign == "{":
            inside = self._waits_for_argument()
            if not inside:
                self._operand("(", typed)
            self.ended = False
            self._push(Open("}", typed, close="" if inside else ")", begins=self.start))
        elif sign == "|":
            self._toggle("abs", "|", typed)
        elif sign in "([":
            self._opens("", CLOSING[FENCES[sign][1]][1], typed)
            if sign == "[":
                self.out[-1] = ("[", typed)
                self.stack[-1].close = "]"
        else:
            self._closes(sign, typed)

    def _toggle(self, call: str, end: str, typed: int) -> None:
        """A bar closes what a bar opened, unless an operand is still wanted."""
        opened = next((each.kind for each in reversed(self.stack) if each.kind != "bare"), None)
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
        if sign not in table:
            raise self._refuse(f"\\{side}{match.group(1)} is not part of the language", typed)
        if side == "left":
            self._opens(*FENCES[sign], typed)
        else:
            self._closes(CLOSING[sign][1], typed)

    def _environment(self, side: str, typed: int) -> None:
        match = GROUP.match(self.text, self.at)
        kind = match.group(1) if match is not None else ""
        if match is None or (kind not in MATRICES and kind not in LAYOUTS):
            hint = "where(x > 0, a, b) chooses" if kind == "cases" else None
            raise self._refuse(f"\\{side}{{{kind}}} is not part of the language", typed, hint)
        self.at = match.end()
        if kind in LAYOUTS:
            return
        if side == "begin":
            self._operand("[[", typed)
            self.ended = False
            self._push(Open("matrix", typed, rows=[self.start]))
            return
        self._end_bare()
        if not self.stack or self.stack[-1].kind != "matrix":
            raise self._refuse("\\end closes nothing", typed)
        opened = self.stack.pop()
        if not self.ended and len(opened.rows) > 1 and opened.rows[-1] == len(self.out) - 1:
            self.out[opened.rows.pop()] = ("", typed)  # \\ after the last row
        ends = ("[[", "], [", "]]") if opened.wide or len(opened.rows) == 1 else ("[", ", ", "]")
        self.out[opened.rows[0]] = (ends[0], opened.start)
        for at in opened.rows[1:]:
            self.out[at] = (ends[1], self.out[at][1])
        self._write(ends[2], typed)
        self.start, self.ended, self.array, self.plain, self.raised = opened.rows[0], True, True, False, False
        if self._waits_for_argument():
            self._argument_ends(typed)

    def _ampersand(self, typed: int) -> None:
        self._end_bare()
        if self.stack and self.stack[-1].kind == "matrix":
            self.stack[-1].wide = True
            self._write(", ", typed)
            self.ended = False
