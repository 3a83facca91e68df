"""Sums and products over an index, cases and matrices: what is written once its end is reached."""

from __future__ import annotations

import re

from graphs.language.latex.operands import OperandWriter
from graphs.language.latex.table import AND, IF, LETTERS, OR, OTHERWISE, SEARCHES, SUMS
from graphs.language.latex.tokens import Piece
from graphs.language.latex.writer import Open, Span
from graphs.language.sheet import Note

_INDEX = r"(?:[A-Za-z]|\\[A-Za-z]+)"
_COUNTED = re.compile(rf"\s*({_INDEX})\s*(?:=\s*(.*?)\s*|\\in(?![A-Za-z]).*)?", re.DOTALL)
_BETWEEN = re.compile(
    rf"\s*(.+?)\s*\\le(?:q|qslant)?(?![A-Za-z])\s*({_INDEX})\s*\\le(?:q|qslant)?(?![A-Za-z])\s*(.+?)\s*", re.DOTALL
)
_SUBSCRIPT = re.compile(r"_\s*\{?\s*([A-Za-z])(?![A-Za-z])|\^\s*\{\s*\(\s*([A-Za-z])\s*\)\s*\}")
_SAID = re.compile(r"\\(?:text|mathrm|textrm|mbox|textit|textnormal)\s*\{([^{}$]*)(\}|\$)")
_SAID_WITH = re.compile(r"(\w+)\s+(?=\S)")
_BARE_WORD = re.compile(r"(if|for|when|otherwise|else)(?![A-Za-z])(\b\B)?")
_ENDS_ROW = re.compile(r"(?:\s|[.,;&]|\\[,;:! ])*(?:\\(?:\\|end)|\Z)")
_LAST_ROW = re.compile(r"(?:\s|[.,;&]|\\[,;:! ]|\\\\)*(?:\\end|\Z)")
_COMPARES = re.compile(
    r"(?:\s|\\[,;:! ])*(?:[=<>≤≥≠+*/^_-]|\\(?:[lg]eq?|[lg]t|neq?|leqslant|geqslant|cdot)(?![A-Za-z]))"
)
_ARRAY = re.compile(r"\s*\\begin\s*\{array\}\s*\{[^{}]*\}")


def _is_formula(said: str, word: str) -> bool:
    """Whether what follows a word is a formula and no prose: if x > 0."""
    rest = said.partition(word)[2]
    return re.search(r"[<>=≤≥≠\\]", rest) is not None and re.search(r"(?<![\\A-Za-z])[^\W\d_]{2,}", rest) is None


class SumWriter(OperandWriter):
    """The part of the reader that knows what binds an index, and what has rows."""

    def _sum(self, name: str, typed: int) -> None:
        """\\sum_{i=1}^{n} … is Sum(…, (i, 1, n)); the index and its bounds are written behind what is added."""
        scripts: dict[str, Span] = {}
        sign_end = self.at
        while (after := self._after_space()) < len(self.text) and self.text[after] in "_^":
            scripts[self.text[after]] = span = self._script(after + 1)
            self.at = span.after
        if self.ended:
            self._end_bare()
        ranges = self._ranges(scripts, typed)
        called = (SUMS | SEARCHES)[name]
        self._operand(Piece(called, typed, sign_end, "name"), typed)
        begins = self.start
        self._write("(", typed)
        ends: list[Piece] = []
        for index, low, high in ranges:
            ends += [Piece(",", typed), Piece("(", typed), index, Piece(",", typed), *low, Piece(",", typed), *high]
            ends.append(Piece(")", typed))
        self.ended = False
        bound = tuple(index.text for index, _, _ in ranges)
        self._push(Open("sum", typed, close=called, ends=ends, bound=bound, begins=begins))

    def _searches(self, typed: int) -> bool:
        """Whether \\max_i is taken over an index of entries; over a variable it is a search, which is refused."""
        after = self._after_space()
        if self.text[after : after + 1] != "_":
            return False
        span = self._script(after + 1)
        match = _BETWEEN.fullmatch(self._of(span)) or _COUNTED.fullmatch(self._of(span))
        index = "" if match is None else match[2] if match.re is _BETWEEN else match[1]
        below = rf"_\s*(?:{re.escape(index)}(?![A-Za-z])|\{{[^{{}}]*(?<![A-Za-z\\]){re.escape(index)}(?![A-Za-z]))"
        above = rf"\^\s*\{{\s*[(\[]\s*{re.escape(index)}\s*[)\]]"
        if not index or re.search(f"{below}|{above}", self.text[span.after :]) is None:
            what = self.text[typed : span.after]
            raise self._refuse(f"{what} is a search, which is not computed here", typed, "give the function alone")
        return True

    def _ranges(self, scripts: dict[str, Span], typed: int) -> list[tuple[Piece, list[Piece], list[Piece]]]:
        nothing = [Piece("None", typed, kind="name")]
        below, above = scripts.get("_"), scripts.get("^")
        if below is None:
            letter = _SUBSCRIPT.search(self.text, self.at)
            index = (letter[1] or letter[2]) if letter is not None else ""
            high = self._inner(above) if above is not None else nothing
            return [(Piece(index, typed, kind="name"), nothing, high)] if index else []
        script = self.text[below.start : below.end]
        between = _BETWEEN.fullmatch(script)
        if between is not None:
            low, high = (self._inner(self._part(below, between, group)) for group in (1, 3))
            return [(self._index(below, between, 2), low, high)]
        found: list[tuple[Piece, list[Piece], list[Piece]]] = []
        start = below.start
        for part in script.split(","):
            each = _COUNTED.fullmatch(part)
            if each is None:
                raise self._refuse("the index of a sum is a letter", below.start, "\\sum_{i=1}^{n} x_i")
            here = Span(start, start + len(part), 0)
            low = self._inner(self._part(here, each, 2)) if each[2] else nothing
            found.append((self._index(here, each, 1), low, self._inner(above) if above is not None else nothing))
            start += len(part) + 1
        return found

    def _part(self, span: Span, match: re.Match[str], group: int) -> Span:
        return Span(span.start + match.start(group), span.start + match.end(group), 0)

    def _index(self, span: Span, match: re.Match[str], group: int) -> Piece:
        name = match[group].removeprefix("\\")
        if match[group] != name and name not in LETTERS:
            raise self._refuse("the index of a sum is a letter", span.start, "\\sum_{i=1}^{n} x_i")
        start, end, _ = self._part(span, match, group)
        return Piece(LETTERS.get(name, name), start, end, "name")

    # Cases.

    def _cases_begin(self, typed: int) -> None:
        self._operand(Piece("Piecewise", typed, self.at, "name"), typed)
        self._write("(", typed)
        self.ended = False
        self._push(Open("cases", typed, begins=self.start, rows=[len(self.out)]))

    def _is_array_of_cases(self) -> bool:
        """Behind \\left\\{, an array is what cases are."""
        match = _ARRAY.match(self.text, self.at)
        if match is not None:
            self.at = match.end()
        return match is not None

    def _condition_begins(self) -> None:
        """& in a row of cases, or the word before a condition."""
        self._end_sums()
        if self.out[-1].text == ",":
            self.out.pop()
        self.stack[-1].condition = self.stack[-1].condition or len(self.out)
        self.ended = False

    def _case_ends(self, typed: int) -> None:
        """A row of cases is a value and its condition; the last one may stand without."""
        self._end_sums()
        opened = self.stack[-1]
        begins, middle = opened.rows[-1], opened.condition
        while middle and len(self.out) > middle and self.out[middle].text in (",", ":"):
            del self.out[middle]
        while len(self.out) > begins and self.out[-1].text in (",", ".", ";"):
            self.out.pop()
        row = self.out[begins:]
        if not middle:
            depth = 0
            for k, piece in enumerate(row):
                depth += (piece.text in ("(", "[")) - (piece.text in (")", "]"))
                middle = begins + k if piece.text == "," and not depth and k and len(row) > k + 1 else middle
            if middle:
                del self.out[middle]
        opened.condition = 0
        self.ended = False
        if not row:
            return
        value = self.out[begins : middle or len(self.out)]
        self._condition(middle or len(self.out))
        condition = self.out[middle:] if middle and middle < len(self.out) else [Piece("True", typed, kind="name")]
        if not value:
            raise self._refuse("a row of cases has a value", typed, "x & \\text{if } x > 0")
        self.out[begins:] = [Piece("(", value[0].at), *value, Piece(",", value[-1].at), *condition, Piece(")", typed),
                             Piece(",", typed)]  # fmt: skip
        opened.rows.append(len(self.out))

    def _cases_end(self, typed: int) -> None:
        self._case_ends(typed)
        opened = self.stack.pop()
        if len(opened.rows) < 2:
            raise self._refuse("cases have rows", opened.start, "x & \\text{if } x > 0 \\\\")
        self.out[-1] = Piece(")", typed, self.at)
        self.start, self.ended, self.array, self.plain, self.raised = opened.begins, True, False, False, False

    def _word(self, typed: int) -> bool:
        """A word of a condition: if, otherwise, and."""
        inner = next((each for each in reversed(self.stack) if each.kind not in ("bare", "sum")), None)
        if inner is None:
            return False
        said, bare = _SAID.match(self.text, typed), self._bare_word(typed)
        if said is not None:
            begins, end, is_open = said.start(1), said.end(), said[2] == "$"
            word, inside = " ".join(said[1].split()).strip(" ,;:.").casefold(), _SAID_WITH.match(said[1].lstrip(" ,"))
            if not is_open and inside is not None and inside[1].casefold() in IF and _is_formula(said[1], inside[1]):
                word, is_open = inside[1].casefold(), True  # \\text{if x > 0}
                end = begins + len(said[1]) - len(said[1].lstrip(" ,")) + inside.end()
            if said.group().startswith("\\mathrm") and len(word) < 2:  # \\mathrm{e}^x
                return False
        elif bare is not None:
            word, end, is_open = bare[1], bare.end(), False
        else:
            return False
        if (word in AND or word in OR) and (inner.condition or word in ("and", "or")):
            if word in self.names.own:
                return False
            self._end_sums()
            self._write("&" if word in AND else "|", typed, end, "sign")
            self.ended = False
        elif inner.kind != "cases" or word in self.names.own:
            return False
        elif word in IF or word in OTHERWISE:
            has_value = len(self.out) > inner.rows[-1]
            if has_value and not (inner.condition and word in IF and self.ended):  # x > 0 \\text{ 时}
                self._condition_begins()
            if is_open:
                self._push(Open("}", typed, close="", begins=len(self.out)))
            if word in OTHERWISE and inner.condition:
                self._write("True", typed, end, "name")
                self.ended = True
        else:
            return self._other_words(word, inner, typed, end)
        self.at = end
        return True

    def _other_words(self, word: str, inner: Open, typed: int, end: int) -> bool:
        """Words of a condition that are none of ours: alone in the last row they say what no other row does.

        Raises BadSyntax where they would change what a condition says.
        """
        if not inner.condition or not word:
            return False
        is_alone = len(self.out) == inner.condition and _ENDS_ROW.match(self.text, end) is not None
        if is_alone and _LAST_ROW.match(self.text, end) is not None:
            self.notes.append(Note(self._place(typed, end), "read as", "these words are read as otherwise"))
            self._write("True", typed, end, "name")
            self.ended, self.at = True, end
            return True
        if not self.ended and _COMPARES.match(self.text, end) is not None:
            return False  # a name: \\text{size} > 0
        message = "a condition in words is not understood"
        raise self._refuse(message, typed, "write it with <, >, = and \\text{otherwise}")

    def _bare_word(self, typed: int) -> re.Match[str] | None:
        """The word of a row of cases, as plain TeX has it: x & if x > 0."""
        match = _BARE_WORD.match(self.text, typed)
        in_cases = any(each.kind == "cases" for each in self.stack)
        return match if match is not None and in_cases and match[1] not in self.names.own else None

    # Matrices.

    def _matrix_begins(self, typed: int) -> None:
        self._operand("[[", typed)
        self.ended = False
        self._push(Open("matrix", typed, rows=[self.start]))

    def _matrix_ends(self, typed: int) -> None:
        self._end_sums()
        if not self.stack or self.stack[-1].kind != "matrix":
            raise self._refuse("\\end closes nothing", typed)
        opened = self.stack.pop()
        if not self.ended and len(opened.rows) > 1 and opened.rows[-1] == len(self.out) - 1:
            self.out[opened.rows.pop()] = Piece("", typed)  # \\ after the last row
        ends = ("[[", "],[", "]]") if opened.wide or len(opened.rows) == 1 else ("[", ",", "]")
        self.out[opened.rows[0]] = Piece(ends[0], opened.start)
        for at in opened.rows[1:]:
            self.out[at] = self.out[at]._replace(text=ends[1])
        self._write(ends[2], typed, self.at)
        self.start, self.ended, self.array, self.plain, self.raised = opened.rows[0], True, True, False, False

    def _row_ends(self, typed: int) -> None:
        self._end_sums()
        self.stack[-1].rows.append(len(self.out))
        self._write("],[", typed)
        self.ended = False
