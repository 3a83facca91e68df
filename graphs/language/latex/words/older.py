"""Other ways to write the same: plain TeX's \\over, \\cases and \\pmatrix, arrays, signs over signs → LaTeX's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graphs.language.latex.table import COMMANDS, SEARCHES, SUMS
from graphs.language.latex.words.edits import Edit, Edited, braces

_DOUBLED = re.compile(r"(?<!\\)\\(?=\\[(\[])(.*?)(?<!\\)\\(?=\\[)\]])", re.DOTALL)
_ROW = re.compile(r"\\(?:cr(?:cr)?|tabularnewline)(?![A-Za-z])")
_WITH_ROWS = re.compile(r"\\(cases|matrix|[pbBvV]matrix|smallmatrix|eqalign)\s*(?=\{)")
_BARS = re.compile(r"\\(begin|end)\s*\{([vV])matrix\}")
_INFIX = re.compile(r"\\(over|choose)(?![A-Za-z])")
_FENCE = re.compile(r"\\(left|right)\s*(?:\\[A-Za-z]+|\\.|[^\s\\])|\\.|[{}]", re.DOTALL)
_ABOVE = re.compile(r"\\(?:overset|stackrel|underset)\s*(?=\{)")
_PARTED = re.compile(r"(?<=[A-Za-z}])\s*(?:\\left\s*)?\((?:[^();=]|\([^()=]*\))*+;(?:[^();=]|\([^()=]*\))*+\)")
_STANDING = re.compile(
    r"(?:(?<=[=\s$])\([^()=,]*+(?:,[^()=,]*+)++\)|\\begin\s*\{(?P<kind>[bp]?matrix)\}[^\\]*&[^\\]*\\end\s*\{(?P=kind)\})"
    r"(?P<up>\s*\^\s*(?:T(?![A-Za-z])|\\top(?![A-Za-z])|\{\s*(?:T|\\top|\\(?:mathsf|mathrm|intercal)\s*\{?T?\}?)\s*\}))"
)
_UNDER_ACCENT = re.compile(
    r"\\(?:wide)?(?:hat|bar|tilde)\s*\{\s*(?:[A-Za-z]|\\[a-z]+)\s*(_\s*(?:[A-Za-z0-9]|\{[^{}]*\}))\s*(\})"
)
_GROUP = re.compile(r"\s*(?=\{)")
_ARRAY = re.compile(r"\\begin\s*\{(array|tabular)\}\s*(?:\[[a-z]\]\s*)?\{[^{}]*\}")
_BRACE_BEFORE = re.compile(r"\\left\s*\\(?:\{|lbrace)\s*\Z")
_EQUATES = re.compile(r"(?<![<>!:=])=(?!=)")
_HEADER = re.compile(r"(?<![A-Za-z\\])(\\?[A-Za-z]+)\s*(?:\\left)?\(([^()=]*?)(?:\\right)?\)\s*&?\s*:?=")
_COMPOSED = re.compile(
    r"(?P<opens>\(\s*)?(?<![A-Za-z\\])(?P<names>\\?[A-Za-z]+(?:\s*\\circ\s*\\?[A-Za-z]+)+)"
    r"(?P<closes>\s*\))?(?P<called>\s*(?:\\left\s*)?\()?"
)
_INFIXES = {"over": "\\frac", "choose": "\\binom"}
_SEARCHES = {f"\\{name}" for name in (*SUMS, *SEARCHES)}


def in_latex(text: Edited) -> Edited:
    """The text in LaTeX's own words."""
    for rule in (
        _doubled,
        _rows,
        _with_rows,
        _bars,
        _arrays,
        _infixes,
        _above,
        _composed,
        _accents,
        _semicolons,
        _standing,
    ):
        if edits := [*rule(text.text)]:
            text = text.with_edits(edits)
    return text


def _doubled(text: str) -> Iterator[Edit]:
    """\\\\( … \\\\), as Markdown needs it."""
    for match in _DOUBLED.finditer(text):
        opening, closing = text[match.start() + 2], text[match.end() + 1]
        if {"(": ")", "[": "]"}[opening] == closing:
            yield Edit(match.start(), match.start() + 1, (" ",))
            yield Edit(match.end() - 1, match.end(), (" ",))


def _rows(text: str) -> Iterator[Edit]:
    for match in _ROW.finditer(text):
        yield Edit(*match.span(), ("\\\\ ",))


def _with_rows(text: str) -> Iterator[Edit]:
    """\\cases{…} and \\pmatrix{…}: in the second column of cases dollar signs stand beside words."""
    ends = braces(text)
    for match in _WITH_ROWS.finditer(text):
        end = ends.get(match.end())
        if end is None:
            continue
        name = {"eqalign": "aligned"}.get(match[1], match[1])
        yield Edit(match.start(), match.end() + 1, (f"\\begin{{{name}}}",))
        if name == "cases":
            inner = text[match.end() + 1 : end]
            for each in re.finditer(r"(?<!\\)\$", inner):
                at = match.end() + 1 + each.start()
                yield Edit(at, at + 1, (" ",))
        yield Edit(end, end + 1, (f"\\end{{{name}}}",))


def _bars(text: str) -> Iterator[Edit]:
    """Bars around a matrix are its determinant, two its norm."""
    for match in _BARS.finditer(text):
        opening, closing = ("\\det\\left(", "\\right)") if match[2] == "v" else ("\\left\\|", "\\right\\|")
        fence = f"{opening}\\begin{{matrix}}" if match[1] == "begin" else f"\\end{{matrix}}{closing}"
        yield Edit(*match.span(), (fence,))


def _arrays(text: str) -> Iterator[Edit]:
    """An array is a matrix, or where its first row has a sign of equality the layout of equations."""
    opened: list[tuple[re.Match[str], int]] = []
    for match in re.finditer(r"\\(?:begin|end)\s*\{(?:array|tabular)\}", text):
        if match.group().startswith("\\begin"):
            begins = _ARRAY.match(text, match.start())
            opened.append((begins or match, match.start()))
            continue
        if not opened:
            continue
        begins, start = opened.pop()
        if _BRACE_BEFORE.search(text, max(0, start - 20), start):
            continue
        row = text[begins.end() : match.start()].split("\\\\", 1)[0]
        name = "aligned" if _EQUATES.search(row) else "matrix"
        yield Edit(*begins.span(), (f"\\begin{{{name}}}",))
        yield Edit(*match.span(), (f"\\end{{{name}}}",))


def _infixes(text: str) -> Iterator[Edit]:
    """{a \\over b} is \\frac{a}{b}; between \\left( and \\right) the fraction is all that they hold."""
    groups: list[tuple[int, int, re.Match[str] | None]] = []  # where it begins and its content does, and its \over
    at = 0
    while (match := re.compile(rf"{_INFIX.pattern}|{_FENCE.pattern}", re.DOTALL).search(text, at)) is not None:
        at = match.end()
        sign = match.group()
        infix = _INFIX.match(text, match.start())
        if infix is not None:
            if groups:
                groups[-1] = (*groups[-1][:2], infix)
        elif sign == "{" or sign.startswith("\\left"):
            groups.append((match.start(), match.end(), None))
        elif (sign == "}" or sign.startswith("\\right")) and groups:
            _, inside, over = groups.pop()
            if over is not None:
                yield Edit(inside, inside, (f"{_INFIXES[over[1]]}{{",))
                yield Edit(*over.span(), ("}{",))
                yield Edit(match.start(), match.start(), ("}",))


def _composed(text: str) -> Iterator[Edit]:
    """(f \\circ g)(x) of functions is f(g(x)); of arrays the sign is a product."""
    if "\\circ" not in text:
        return
    headers = {match[1]: match[2] for match in _HEADER.finditer(text)}
    functions = headers.keys() | {f"\\{name}" for name in COMMANDS}
    for match in _COMPOSED.finditer(text):
        names = re.split(r"\s*\\circ\s*", match["names"])
        if bool(match["opens"]) != bool(match["closes"]) or not functions >= {*names}:
            continue
        if not match["called"]:  # h = f \\circ g
            if names[-1] in headers:
                yield Edit(*match.span(), ["(".join([*names, headers[names[-1]]]), ")" * len(names)])
            continue
        end = _closing(text, match.end() - 1)
        if end is None:
            continue
        begins = match.end() - 1 - (5 if text.endswith("\\left", 0, match.end() - 1) else 0)
        yield Edit(match.start(), begins, ["(".join(names)])
        yield Edit(end, end, [")" * (len(names) - 1)])


def _accents(text: str) -> Iterator[Edit]:
    """\\hat{x_i} is \\hat{x}_i."""
    for match in _UNDER_ACCENT.finditer(text):
        yield Edit(match.start(1), match.end(), (match.span(2), match.span(1)))


def _semicolons(text: str) -> Iterator[Edit]:
    """f(x; w) is f(x, w)."""
    for match in _PARTED.finditer(text):
        at = text.index(";", match.start())
        if text[at - 1] != "\\":
            yield Edit(at, at + 1, (",",))


def _standing(text: str) -> Iterator[Edit]:
    """(1, 2)^T and a row set upright are columns."""
    for match in _STANDING.finditer(text):
        for sign in re.finditer("&", match.group()) if match["kind"] else ():
            yield Edit(match.start() + sign.start(), match.start() + sign.end(), ("\\\\ ",))
        yield Edit(*match.span("up"), (" ",))


def _closing(text: str, at: int) -> int | None:
    """Where the bracket that opens there is closed, behind it."""
    depth = 0
    for match in re.compile(r"[()]").finditer(text, at):
        depth += 1 if match.group() == "(" else -1
        if not depth:
            return match.end()
    return None


def _above(text: str) -> Iterator[Edit]:
    """\\stackrel{def}{=} is the lower sign alone; what stands below \\max and its kin is its subscript."""
    ends = braces(text)
    for match in _ABOVE.finditer(text):
        end = ends.get(match.end())
        second = _GROUP.match(text, end + 1) if end is not None else None
        close = ends.get(second.end()) if second is not None else None
        if end is None or second is None or close is None:
            continue
        sign = (second.end() + 1, close)
        word = text[slice(*sign)].strip()
        below = (match.end(), end + 1)
        is_search = match.group().startswith("\\underset") and (word in _SEARCHES or "operatorname" in word)
        yield Edit(match.start(), close + 1, (sign, "_", below) if is_search else (" ", sign, " "))
