"""What Julia, MATLAB, Octave and R write around formulas: declarations, plots and prints, functions, entries from 1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from graphs.errors import BadSyntax
from graphs.language.messages.operands import closing_of
from graphs.language.plain.rewriting import made
from graphs.language.plain.scanner import gap
from graphs.language.sheet import Note
from graphs.language.tokens import OPENS, Token, spanning, token

# R's and Julia's marks, and those of a function's definition, each at the start of a line.
_FROM_ONE = re.compile(r"^[ \t]*using [A-Z]\w*(?:[ ,:]|$)|^[ \t]*println\(|<-[ ]*function[ ]*\(|=[ ]*function[ ]*\("
                       r"|^[ \t]*function \w+\([^)\n]*\)[ \t]*$|^[ \t]*library\("
                       r"|\b(?:sin|cos|tan|exp|log|sqrt|abs|tanh|sigmoid|relu|σ|f|g)\.\(", re.MULTILINE)  # fmt: skip
_MATLAB = re.compile(
    r"^[ \t]*function\b[^=\n]*=|^[ \t]*function \w+\(|=[ ]*@\(|^[ \t]*syms "
    r"|^[ \t]*(?:clc|clear|close)(?: all)?[ \t]*[;\n]|^[ \t]*(?:f?plot|surf|fprintf|disp)\(",
    re.MULTILINE,
)
_PYTHON = re.compile(r"^[ \t]*(?:def |import [a-z]|from |>>>|\\begin)", re.MULTILINE)
_COMMANDS = frozenset(
    "clear clc clearvars close format hold figure more warning pkg syms using import library require global plot fplot "
    "ezplot surf contour mesh grid xlabel ylabel zlabel title legend axis subplot rng tic toc curve lines points "
    "abline fprintf printf println print disp display cat end endfunction error set pause drawnow".split()
)
_PRINTS = frozenset("println print disp display cat".split())
_GRADIENTS = frozenset("gradient grad jacobian derivative withgradient diff".split())
_ENDS = frozenset(("end", "endfunction", "}"))


def is_others(text: str) -> bool:
    """Whether a text has marks of these languages, and none of Python."""
    if _PYTHON.search(text):
        return False
    return _FROM_ONE.search(text) is not None or _MATLAB.search(text) is not None


class Others:
    """The lines of one text as plain ones. notes: what is told of them."""

    def __init__(self, text: str, notes: list[Note]):
        self.notes = notes
        self.is_one = is_others(text)
        self.from_one = _FROM_ONE.search(text) is not None
        self.from_arrow = re.search(r"<-[ ]*function[ ]*\(|^[ \t]*library\(", text, re.MULTILINE) is not None
        self.count = 0  # of functions

    def plain(self, lines: Sequence[list[Token]]) -> list[list[Token]]:
        """One line for each. Raises BadSyntax for a function of several statements that is not alone."""
        if not self.is_one:
            return list(lines)
        found = [self._bare(self._arrows(line) if self.from_arrow else line) for line in lines]
        self._functions(found)
        called = {str(a) for line in found for a, b in pairwise(line) if b == "("}
        return [self._entries(self._command(line, called)) for line in found]

    def _left_out(self, tokens: Sequence[Token], what: str) -> None:
        self.notes.append(Note(spanning(tokens[0], tokens[-1]), "left out", f"{what} is left out"))

    def _bare(self, line: list[Token]) -> list[Token]:
        """The line without a dot before a bracket, sin.(x), and without `if nargout > 1`."""
        if line[:2] == ["if", "nargout"]:
            self._left_out(line, "a choice of outputs")
            return []
        return [this for k, this in enumerate(line) if not (
            this == "." and 0 < k < len(line) - 1 and line[k + 1] == "(" and line[k - 1].kind == "name")]  # fmt: skip

    def _arrows(self, line: list[Token]) -> list[Token]:
        """x <- 3 of R is x = 3."""
        out: list[Token] = []
        for this in line:
            if this == "-" and out and out[-1] == "<" and not gap(out[-1], this):
                out[-1] = made(out[-1], "=", "sign", this)
            else:
                out.append(this)
        return out

    # Functions.

    def _functions(self, lines: list[list[Token]]) -> None:
        """function y = f(x), function f(x) and f = function(x), each with its body, as f(x) = …, in place."""
        heads = [k for k, line in enumerate(lines) if _head(line) is not None]
        for number, at in enumerate(heads):
            head = _head(lines[at])
            assert head is not None
            name, inner, outputs, behind = head
            last = heads[number + 1] if number + 1 < len(heads) else len(lines)
            end = next((k for k in range(at + 1, last) if lines[k][:1] and lines[k][0] in _ENDS), last)
            own_end = not behind or behind == ["{"]
            body = [k for k in range(at + 1, end) if lines[k]] if own_end else []
            start = made(lines[at][0], "=", "sign")
            if not own_end:
                lines[at] = [name, *inner, start, *_value([each for each in behind if each not in "{}"], outputs)]
            elif len(body) == 1:
                value = _value(lines[body[0]], outputs)
                lines[at], lines[body[0]] = [name, *inner, start, *value], []
            else:
                self._statements(lines, at, body, name, outputs, len(heads))
            if own_end and end < last:
                lines[end] = []

    def _statements(self, lines: list[list[Token]], at: int, body: Sequence[int], name: Token,
                    outputs: Sequence[str], functions: int) -> None:  # fmt: skip
        """The body of a function that nothing calls is the program; of several outputs the first one."""
        called = any(a == name and b == "(" for k, line in enumerate(lines) if k != at
                     for a, b in pairwise(line))  # fmt: skip
        if called or functions > 1 or not body:
            raise BadSyntax("a function of several statements is not read in this spelling", name.place,
                            f"{name.typed}(x) = … in one line, or a def in Python")  # fmt: skip
        self._left_out(lines[at], "the header of a function")
        lines[at] = []
        depth = 0  # of the brackets that another output's lines leave open
        for k in body:
            if depth > 0:
                depth += _opened(lines[k])
                lines[k] = []
            elif lines[k][0] == "return":
                lines[k] = lines[k][1:]
            elif lines[k][0] in outputs[1:] and lines[k][1:2] == ["="]:
                self._left_out(lines[k], "another output")
                depth = _opened(lines[k])
                lines[k] = []

    # Commands, and what is printed.

    def _command(self, line: list[Token], called: set[str]) -> list[Token]:
        if not line:
            return line
        printed = line[0] in _PRINTS and line[1:2] == ["("]
        inner = line[2 : closing_of(line, 1) or len(line)] if printed else line
        derived = self._derived(inner, called)
        if derived is not inner:
            return derived
        if printed and len(inner) > 3 and inner[1] == "(" and inner[0] in called and inner[-1] == ")":
            return inner
        follows = len(line) == 1 or line[1].kind in ("name", "word", "number") or line[1] in ("(", ";", "'")
        if line[0] in _COMMANDS and follows:
            end = next((k + 1 for k, this in enumerate(line) if this == ";"), len(line))
            self._left_out(line[:end], "a command")
            return self._command(line[end:], called)
        return line

    def _derived(self, line: list[Token], called: set[str]) -> list[Token]:
        """gradient(f, x0), ForwardDiff.gradient(f, x0) and g = gradient(f, x0) are f(x0)."""
        start = 2 if line[1:2] == ["="] else 0
        start += 2 if line[start + 1 : start + 2] == ["."] else 0
        if line[start : start + 1] == [] or line[start] not in _GRADIENTS or line[start + 1 : start + 2] != ["("]:
            return line
        end = closing_of(line, start + 1)
        name = line[start + 2] if end is not None and line[start + 3 : start + 4] == [","] else None
        if end is None or name is None or name.kind != "name":
            return line
        if name not in called or line[start] == "diff":  # gradient(f, [x, y]) of a formula
            self._left_out(line, "what asks for a derivative")
            return []
        message = f"{line[start].typed}({name.typed}, …) is read as {name.typed} at this point"
        self.notes.append(Note(spanning(line[start], line[end]), "read as", message))
        return [name, line[start + 1], *line[start + 4 : end + 1]]

    def _entries(self, line: list[Token]) -> list[Token]:
        """x[1] is the first entry."""
        if not self.from_one:
            return line
        out = list(line)
        for k, this in enumerate(line):
            j = k + 2
            if this.kind != "name" or line[k + 1 : k + 2] != ["["] or gap(this, line[k + 1]):
                continue
            while j < len(line) and line[j].kind == "number" and line[j].isdigit() and int(line[j]) > 0:
                out[j] = token(str(int(line[j]) - 1), "number", line[j].place, line[j].typed)
                out[j].line = line[j].line
                j += 1 + (line[j + 1 : j + 2] == [","])
            if line[j : j + 1] != ["]"]:
                raise BadSyntax("entries are counted from 1 in this spelling, by whole numbers", line[k + 2].place)
        return out


def _head(line: list[Token]) -> tuple[Token, list[Token], list[str], list[Token]] | None:
    """Of a function's first line its name, its parameters in their brackets, its outputs' names, what stands behind."""
    at = 0
    outputs: list[str] = []
    if line[:1] == ["function"]:
        equals = next((k for k, this in enumerate(line) if this == "="), 0)
        outputs = [str(this) for this in line[1:equals] if this.kind == "name"]
        at = equals or 0
        name, opens = line[at + 1 : at + 2], at + 2
    elif line[1:4] == ["=", "function", "("]:
        name, opens = line[:1], 3
    else:
        return None
    end = closing_of(line, opens) if line[opens : opens + 1] == ["("] else None
    if end is None or not name or name[0].kind != "name":
        return None
    return name[0], line[opens : end + 1], outputs, line[end + 1 :]


def _opened(line: list[Token]) -> int:
    """How many more brackets a line opens than it closes."""
    return sum((this in OPENS) - (this in OPENS.values()) for this in line)


def _value(line: list[Token], outputs: Sequence[str]) -> list[Token]:
    """What a function's only statement gives: return x^2, y = x^2;"""
    line = line[:-1] if line[-1:] == [";"] else line
    line = line[1:] if line[:1] == ["return"] else line
    return line[2:] if line[1:2] == ["="] and (line[0] in outputs or not outputs) else line
