"""Lines of tokens → Python's tree, each node with its place in the text; what cannot be parsed is told with its place.

`ast.parse` sees one physical line for each logical one, of ASCII alone, after the scanner's bounds; it builds a tree
and nothing more.
"""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from graphs.errors import BadSyntax, Fix, Place, TooLarge
from graphs.language.code.parsed.scanner import Line, Piece
from graphs.language.code.parsed.source import Text
from graphs.language.tree import nodes, placed
from graphs.limits import Limits

_BLOCKS = frozenset("def class if elif else for while with try except finally async".split())
_ENDS = frozenset(";:")
_PLACED = ast.expr | ast.stmt | ast.arg | ast.keyword | ast.alias | ast.ExceptHandler


class Source:
    """Lines as Python reads them, and the way from there to the text."""

    def __init__(self, text: Text, lines: Sequence[Line], limits: Limits):
        self.text = text
        self.lines: list[list[Piece]] = []
        self._starts: list[list[int]] = []
        self._written: list[str] = []
        levels, opens = [0], False
        choices = 0
        for line in lines:
            pieces = line.pieces
            _check_header(text, pieces)
            levels = self._levels(levels, opens, line, limits, not self.lines)
            opens = pieces[-1].text == ":"
            choices = choices + 1 if pieces[0].text == "elif" else choices if opens is False else 0
            limits.check("depth", choices, "elif may follow each other", self._at(pieces[0]))
            self._write(len(levels) - 1, _printed(pieces))
        if opens:
            raise BadSyntax("the block below this line is missing", self._at(lines[-1].pieces[-1]),
                            "indent the lines that belong to it")  # fmt: skip

    def _at(self, piece: Piece) -> Place:
        return self.text.place(piece.start, piece.end)

    def _levels(self, levels: list[int], opens: bool, line: Line, limits: Limits, first: bool) -> list[int]:
        piece = line.pieces[0]
        if first:
            return [line.indent]
        if opens:
            if line.indent <= levels[-1]:
                start = piece.start
                fix = Fix(self.text.place(start, start), "    ", "indent this line by four spaces")
                raise BadSyntax("this line belongs to the one above that ends with ':', and is not indented",
                                self._at(piece), "indent it by four spaces", (fix,))  # fmt: skip
            limits.check("depth", len(levels), "blocks may stand inside each other", self._at(piece))
            return [*levels, line.indent]
        kept = [level for level in levels if level <= line.indent]
        if kept and kept[-1] == line.indent:
            return kept
        if not kept and len(levels) == 1:  # the first line was copied with its indentation, the others without
            return [line.indent]
        wrong = self.text.place(piece.start, piece.end)
        wanted = max(kept, default=levels[0])
        width = line.indent - wanted
        fixes: tuple[Fix, ...] = ()
        if 0 < width < wrong.column and "\t" not in self.text.typed[piece.start - wrong.column + 1 : piece.start]:
            space = self.text.place(piece.start - width, piece.start)
            fixes = (Fix(space, "", f"without {width} space{'s' * (width > 1)}"),)
        raise BadSyntax("this line is indented like no line above it", wrong,
                        "lines of one block begin in the same column", fixes)  # fmt: skip

    def _write(self, level: int, pieces: list[Piece]) -> None:
        starts, written = [], " " * level
        for piece in pieces:
            starts.append(len(written))
            written += piece.text + " "
        self.lines.append(pieces)
        self._starts.append(starts)
        self._written.append(written)

    def tree(self) -> ast.Module:
        """Raises BadSyntax or TooLarge."""
        try:
            tree = ast.parse("\n".join(self._written) + "\n")
        except SyntaxError as error:
            raise self._refused(error) from None
        except (RecursionError, MemoryError):
            raise TooLarge("this is nested more deeply than can be read") from None
        except ValueError:
            raise BadSyntax("this cannot be read as Python") from None
        for node in nodes(tree):
            if isinstance(node, _PLACED):
                self._place(node)
        return tree

    def _refused(self, error: SyntaxError) -> BadSyntax:
        line = min(max(error.lineno or 1, 1), len(self.lines)) - 1
        pieces = self.lines[line]
        at = bisect_right(self._starts[line], max((error.offset or 1) - 1, 0)) - 1
        piece = pieces[max(min(at, len(pieces) - 1), 0)]
        typed = self.text.typed[piece.start : piece.end]
        if piece is pieces[-1] and not piece.is_operand and piece.text not in (")", "]", "}"):
            return BadSyntax(f"something is missing after '{typed}'", self._at(piece))
        return BadSyntax(f"this cannot be read as Python from '{typed}' on", self._at(piece))

    def _first(self, node: _PLACED) -> tuple[int, int]:
        line = node.lineno - 1
        return line, bisect_right(self._starts[line], node.col_offset) - 1

    def _last(self, node: _PLACED) -> tuple[int, int]:
        line = (node.end_lineno or node.lineno) - 1
        return line, bisect_left(self._starts[line], node.end_col_offset or 0) - 1

    def _place(self, node: _PLACED) -> None:
        """place; for a statement also `whole`, its stretch over all its lines."""
        (line, first), (last_line, last) = self._first(node), self._last(node)
        start, end = self.lines[line][first].start, self.lines[last_line][last].end
        placed(node, self.text.place(start, end))
        if isinstance(node, ast.stmt):
            placed(node, self.text.place(start, end), whole=self.text.stretch(start, end))
        if isinstance(node, ast.Name):
            node.id = self._named(node, line, first)
        elif isinstance(node, ast.arg):
            node.arg = self._named(node, line, first)
            placed(node, self._at(self.lines[line][first]))
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            node.name = self._named(node, line, first + 1)
            header = self.lines[line]
            placed(node, self.text.place(start, header[-1].end), named=self._at(header[first + 1]))
        elif isinstance(node, ast.Attribute):
            placed(node, node.place, named=self._at(self.lines[last_line][last]))  # type: ignore[attr-defined]
        elif isinstance(node, ast.Constant):
            placed(node, node.place, typed=self.text.typed[start:end])  # type: ignore[attr-defined]
        elif isinstance(node, ast.BinOp):
            self._sign(node, [node.left])
        elif isinstance(node, ast.UnaryOp):
            self._signed(node, [self.lines[line][first]])
        elif isinstance(node, ast.Compare):
            self._sign(node, [node.left, *node.comparators[:-1]])
        elif isinstance(node, ast.BoolOp):
            self._sign(node, node.values[:-1])
        elif isinstance(node, ast.IfExp):
            self._sign(node, [node.body])
        elif isinstance(node, ast.AugAssign):
            self._sign(node, [node.target])

    def _named(self, node: ast.AST, line: int, at: int) -> str:
        piece = self.lines[line][at]
        typed = self.text.typed[piece.start : piece.end]
        node.typed = typed  # type: ignore[attr-defined]
        return "lambda" if typed == "λ" else piece.text

    def _sign(self, node: ast.AST, lefts: list[ast.expr]) -> None:
        found = []
        for left in lefts:
            line, at = self._last(left)
            at += 1
            while self.lines[line][at].text == ")":
                at += 1
            found.append(self.lines[line][at])
        self._signed(node, found)

    def _signed(self, node: ast.AST, signs: list[Piece]) -> None:
        node.sign = self._at(signs[0])  # type: ignore[attr-defined]
        node.sign_typed = self.text.typed[signs[0].start : signs[0].end]  # type: ignore[attr-defined]
        node.signs = [self._at(sign) for sign in signs]  # type: ignore[attr-defined]


def _printed(pieces: list[Piece]) -> list[Piece]:
    """print x, y, as Python 2 has it, is print(x, y)."""
    written: list[Piece] = []
    waits = False
    for at, piece in enumerate(pieces):
        begins = at == 0 or pieces[at - 1].text in _ENDS
        if waits and piece.text == ";":
            written.append(Piece(")", "sign", pieces[at - 1].end, pieces[at - 1].end))
            waits = False
        written.append(piece)
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        if (
            begins
            and piece.text == "print"
            and following is not None
            and (following.is_operand or following.text in ("-", "not"))
        ):
            written.append(Piece("(", "sign", following.start, following.start))
            waits = True
    if waits:
        written.append(Piece(")", "sign", pieces[-1].end, pieces[-1].end))
    return written


def _check_header(text: Text, pieces: list[Piece]) -> None:
    """A missing colon, and = where == is meant: the two commonest slips."""
    word = pieces[0].text
    _check_left_side(text, pieces)
    if word not in _BLOCKS or pieces[0].kind != "name":
        return
    if word == "else" and len(pieces) > 1 and pieces[1].text == "if":
        place = text.place(pieces[0].start, pieces[1].end)
        raise BadSyntax("'else if' is written 'elif' in Python", place, "elif", (Fix(place, "elif", "elif"),))
    depth, assigned = 0, None
    for piece in pieces:
        depth += (piece.text in ("(", "[", "{")) - (piece.text in (")", "]", "}"))
        if depth == 0 and piece.text == "lambda":
            return
        if depth == 0 and piece.text == ":":
            break
        if depth == 0 and piece.text == "=" and assigned is None:
            assigned = piece
    else:
        end = pieces[-1].end
        fix = Fix(text.place(end, end), ":", "':' at the end of the line")
        raise BadSyntax(f"':' is missing at the end of the line that begins with '{word}'", text.place(end, end),
                        "write : at its end", (fix,))  # fmt: skip
    if assigned is not None and word in ("if", "elif", "while"):
        place = text.place(assigned.start, assigned.end)
        raise BadSyntax("'=' gives a name its value; two values are compared with '=='", place, "==",
                        (Fix(place, "==", "=="),))  # fmt: skip


def _check_left_side(text: Text, pieces: list[Piece]) -> None:
    """f(x) = …, as mathematics defines a function."""
    if len(pieces) < 5 or pieces[0].kind != "name" or pieces[1].text != "(":
        return
    end = next((at for at, piece in enumerate(pieces) if piece.text == ")"), 0)
    inside = pieces[2:end]
    if (
        end + 1 < len(pieces) and pieces[end + 1].text == "="
        and all(piece.kind == "name" or piece.text == "," for piece in inside)
    ):  # fmt: skip
        place = text.place(pieces[0].start, pieces[end + 1].end)
        header = text.typed[pieces[0].start : pieces[end].end]
        fixed = f"def {header}: return"
        raise BadSyntax("Python defines a function with def", place, f"{fixed} …", (Fix(place, fixed, f"{fixed} …"),))
