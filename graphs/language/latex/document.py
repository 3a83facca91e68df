"""A text with formulas in LaTeX → its formulas and its prose; and whether a text has any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from graphs.language.latex.table import LAYOUTS, POINTS
from graphs.operations.table import FUNCTIONS

_COMMAND = re.compile(r"(?<=[0-9])\{,\}(?=[0-9])|\\(?:[A-Za-z]|[\\|{\[(,;:!])|\^\{(?:\[\w\]|\(\w\))\}")
_ENVIRONMENTS = "|".join(re.escape(each) for each in sorted(LAYOUTS))
_OPENS = re.compile(
    rf"\\begin\s*\{{({_ENVIRONMENTS})\}}|\\(?:text|mbox|textrm)\s*\{{[^{{}}]*\}}"
    r"|\\[\[(]|\$\$?|\\.|(?<![0-9])(?<![0-9] )%[^\n]*"
    r"|^(?P<margin>[ \t]*(?:[-*+][ \t]+)*)\.\.[ \t]+math::|^[ \t]*```[ \t]*(?:math|latex|tex)[ \t]*$|:math:`",
    re.DOTALL | re.MULTILINE,
)
_OPTION = re.compile(r"[ \t]*:[a-z]+:[^\n]*(?:\n|\Z)|[ \t]*\n")
_COMMENT = re.compile(r"(?<![0-9\\])(?<![0-9] )%")
_DOLLAR = re.compile(r"\\(?:text|mbox|textrm)\s*\{[^{}]*\}|\\.|\$", re.DOTALL)
_ENDS = {"\\[": "\\]", "\\(": "\\)", "$$": "$$"}
_BLANK = re.compile(r"\n[ \t]*\n")
_MATHEMATICAL = re.compile(r"[=\\^_+*/<>|]|-(?=\s*\S)")
_PROSE_WORD = re.compile(r"(?<![\\A-Za-z{_])[A-Za-z]{2,}(?![A-Za-z}({_^'])")
_LEFT_SIDE = re.compile(r"(?<![\\\w{])\\?[A-Za-z]\w*(?:\s*\([^()=]*\))?\s*=(?!=)")
_SENTENCE_WORD = re.compile(r"(?<=\s)([A-Za-z]{2,})(?=[\s.,;:?!]|$)")
_MONEY = re.compile(r"\s*[0-9][0-9.,]*\s*[-–/]?\s*")
_LIST = re.compile(r"[ \t]*(?:>[ \t]*)*(?:(?:[-*+•]|[0-9]{1,3}[.)]|\([0-9a-z]{1,2}\)|\\item)[ \t]+)?")
_LABEL = re.compile(r"[ \t]*(?:[^\W\d_][\w ]*[^\W\d_][ \t]*(?:\([\w -]*\))?[ \t]*:)[ \t]*\n?")  # ReLU:
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|[0-9]{1,3}[.)])[ \t]+(?=\\?[A-Za-z][\w{}\\]*(?:[ \t]*\([^()=]*\))?[ \t]*=(?!=))")
_NUMBER = r"[-−–+]?[ \t]*(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_NUMBERS = rf"\([ \t]*{_NUMBER}(?:[ \t]*,[ \t]*{_NUMBER})*[ \t]*\)"
_LITERAL = re.compile(
    rf"(?<![\w\\)'])[A-Za-z][A-Za-z0-9_]*[ \t]*=[ \t]*{_NUMBER}(?![\w(^*/+{{\\]|[ \t]*[-+*/^(=]|\.[0-9])"
)
_VALUE = re.compile(rf"\$[ \t]*=[ \t]*{_NUMBER}(?!\.?[\w$\\])")  # $x$ = 2
_POINT = re.compile(
    rf"(?<=[\s(])(?:at|point)[ \t]+(?:the[ \t]+point[ \t]+)?(?P<point>(?:[A-Z](?=\())?{_NUMBERS})",
    re.IGNORECASE,
)
_TUPLE = re.compile(rf"\([ \t]*\w+(?:[ \t]*,[ \t]*\w+)*[ \t]*\)[ \t]*=[ \t]*{_NUMBERS}")
_BEFORE_A_POINT = re.compile(
    rf"(?:^|[\s,;:.(*_])(?:{'|'.join(sorted(POINTS, key=len, reverse=True))})\s*:?\s*$", re.IGNORECASE
)
_GOES_ON = re.compile(r"\s*(?:,|;|and|, and|&)?\s*")
_LONGEST_WORDS = 40
_IF = re.compile(r"\b[Ii]f\s*(?:\$|\\\()\s*\Z")
_DEFINES = re.compile(r"[^=<>]*=(?!=)[^=<>]*[A-Za-z][^=<>]*")  # f(x) = x^2, which may stand behind an if
_THEN = re.compile(r"\s*(?:\$|\\\))?\s*,?\s*then\b")


class Stretch(NamedTuple):
    """A part of the text. kind: prose, inline ($ … $), display, condition (If $z = 0$, then), or bare: a formula that
    nothing marks as one.

    is_point: words before it say that it is a point.
    """

    start: int
    end: int
    kind: str
    is_point: bool = False


def is_latex(text: str) -> bool:
    """Whether a text is read as LaTeX: it has a command, a layer W^{(1)}, or a formula between dollar signs."""
    return _COMMAND.search(text) is not None or any(each.kind != "prose" for each in _marked(text))


def stretches(text: str) -> list[Stretch]:
    """The parts of a text in their order; one bare formula where nothing is marked."""
    marked = list(_marked(text))
    if not marked:
        return [*_unmarked(text, 0, len(text), True)]
    found: list[Stretch] = []
    at = 0
    for each in (*marked, Stretch(len(text), len(text), "prose")):
        gap_end = _opening(text, each.start) if each.kind != "prose" else each.start
        found += _unmarked(text, at, gap_end, False)
        value = _VALUE.match(text, each.end) if each.kind == "inline" else None
        if value is not None:
            each = each._replace(end=value.end())
        if each.kind != "prose":
            found.append(each)
        at = _behind(text, each)
    return _with_points(text, [each for each in found if each.end > each.start])


def _opening(text: str, start: int) -> int:
    """Where the delimiter of a formula begins that itself begins at `start`."""
    for sign in ("$$", "$", "\\[", "\\("):
        if text.endswith(sign, 0, start):
            return start - len(sign)
    return start


def _behind(text: str, each: Stretch) -> int:
    for sign in ("$$", "$", "\\]", "\\)"):
        if each.kind != "prose" and text.startswith(sign, each.end):
            return each.end + len(sign)
    return each.end


def _marked(text: str) -> Iterator[Stretch]:
    """The formulas between delimiters, without these; an environment with what begins and ends it."""
    at = 0
    while (opens := _OPENS.search(text, at)) is not None:
        sign = opens.group()
        at = opens.end()
        if opens["margin"] is not None:
            start, at = _indented(text, at, len(opens["margin"]))
            if text[start:at].strip():
                yield Stretch(start, at, "display")
        elif sign.endswith("`") or "```" in sign:
            end = text.find("```" if "```" in sign else "`", at)
            if end >= 0 and text[at:end].strip():
                yield Stretch(at, end, "display" if "```" in sign else "inline")
                at = end + 3 if "```" in sign else end + 1
        elif opens[1]:
            end = text.find(f"\\end{{{opens[1]}}}", at)
            if end >= 0:
                at = end + len(f"\\end{{{opens[1]}}}")
                yield Stretch(opens.start(), at, "display")
        elif sign in _ENDS:
            end = text.find(_ENDS[sign], at)
            if end >= 0 and text[at:end].strip():
                yield Stretch(at, end, "inline" if sign == "\\(" else "display")
                at = end + 2
        elif sign == "$":
            end = _dollar(text, at)
            if end >= 0 and _is_formula(text[at:end], text[end + 1 : end + 2]):
                yield Stretch(at, end, "inline")
                at = end + 1


def _indented(text: str, at: int, margin: int) -> tuple[int, int]:
    """What reStructuredText says behind `.. math::`, in the line and in those below that stand further to the right."""
    stop = text.find("\n", at)
    stop = len(text) if stop < 0 else stop + 1
    start = at
    if not text[at:stop].strip():
        start = stop
        while (option := _OPTION.match(text, start)) is not None and option.end() > start:
            start = stop = option.end()
    while stop < len(text):
        end = text.find("\n", stop)
        end = len(text) if end < 0 else end + 1
        line = text[stop:end]
        if line.strip() and len(line) - len(line.lstrip()) <= margin:
            break
        stop = end
    return start, stop


def _dollar(text: str, at: int) -> int:
    """Where the next dollar sign stands in the same paragraph; -1 where there is none."""
    for match in _DOLLAR.finditer(text, at):
        if match.group() == "$":
            return -1 if _BLANK.search(text, at, match.start()) else match.start()
    return -1


def _is_formula(inner: str, following: str) -> bool:
    """Whether what stands between two dollar signs is mathematics, and no two amounts of money."""
    if not inner.strip() or (_MONEY.fullmatch(inner) and (following.isdigit() or not inner.strip()[-1:].isdigit())):
        return False
    if inner[0].isdigit() and following.isdigit():  # WL=$5, WK=$20
        return False
    words = [each for each in _PROSE_WORD.findall(inner) if each not in FUNCTIONS]
    if re.match(r"\s*[0-9]", inner) and words and not re.search(r"[=\\^_]", inner):
        return False
    return _MATHEMATICAL.search(inner) is not None or len(words) < 2


def _unmarked(text: str, start: int, end: int, is_whole: bool) -> Iterator[Stretch]:
    """What no delimiter marks, by lines: prose, and formulas that are plain to see.

    is_whole: nothing in the text is marked, so that a line is a formula unless it is plainly prose.
    """
    at = begins = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop + 1
        line = text[at:stop]
        if is_whole:
            is_formula = not _is_words(line) if line.strip() else begins < at
        else:
            complete = (at == 0 or text[at - 1] == "\n") and (stop == len(text) or text[stop - 1] == "\n")
            is_formula = complete and _is_plain_formula(line)
        if is_whole and is_formula and (item := _ITEM.match(line)) is not None:
            if begins < at:
                yield Stretch(begins, at, "bare")
            begins = at = at + item.end()
            line = text[at:stop]
        inside = _formula_in_words(line) if is_whole and is_formula else None
        if inside is not None:
            if begins < at:
                yield Stretch(begins, at, "bare")
            yield from _words(text, at, at + inside[0])
            yield Stretch(at + inside[0], at + inside[1], "bare")
            yield from _words(text, at + inside[1], stop)
            begins = stop
        elif not is_formula or not is_whole:
            if begins < at:
                yield Stretch(begins, at, "bare")
            if is_formula:
                marker = _LIST.match(line)
                yield Stretch(at + (marker.end() if marker is not None else 0), stop, "bare")
            else:
                yield from _words(text, at, stop)
            begins = stop
        at = stop
    if begins < end:
        yield Stretch(begins, end, "bare")


def _is_words(line: str) -> bool:
    """Whether a line among formulas is prose: words alone, or a heading."""
    line = line[match.end() :] if (match := _LIST.match(line)) is not None else line
    if _LABEL.fullmatch(line):
        return True
    if re.search(r"[=\\^_<>+*/$|{}]", line):
        return False
    words = [each for each in _PROSE_WORD.findall(line) if each not in FUNCTIONS]
    return len(words) > 1 or (len(words) == 1 and line.rstrip().endswith(":"))


def _formula_in_words(line: str) -> tuple[int, int] | None:
    """Where the formula stands in a sentence without dollar signs: Let f(x) = \\frac{x}{2} for all x."""
    left = _LEFT_SIDE.search(line)
    if left is None:
        return None
    end = next(
        (match.start() for match in _SENTENCE_WORD.finditer(line, left.end()) if match[1] not in FUNCTIONS), len(line)
    )
    outside = line[: left.start()] + " " + line[end:]
    if _LEFT_SIDE.search(line, end) is not None and _LITERAL.search(line, end) is None:
        return None  # it has another formula
    words = [each for each in _PROSE_WORD.findall(outside) if each not in FUNCTIONS]
    is_sentence = len(words) > 1 and re.search(r"\\(?:text|mbox|quad|qquad|textrm|begin|end|item)", line) is None
    stop = left.start() + len(line[left.start() : end].rstrip(" .,;\n"))
    return (left.start(), stop) if is_sentence and stop > left.end() else None


def _is_plain_formula(line: str) -> bool:
    bare = line[match.end() :] if (match := _LIST.match(line)) is not None else line
    left, _, right = bare.partition("=")
    words = [each for each in _PROSE_WORD.findall(bare) if each not in FUNCTIONS and each != left.strip()]
    return (
        bool(left.strip() and right.strip(" =\n"))
        and not words
        and not re.search(r"\\(?:item|begin|end|section|label|documentclass)", bare)
    )


def _words(text: str, start: int, end: int) -> Iterator[Stretch]:
    """A line of prose, with the values that it tells: x = 3, at (1, 2)."""
    comment = _COMMENT.search(text, start, end)
    stop = comment.start() if comment is not None else end
    found = [(*match.span(), False) for match in _LITERAL.finditer(text, start, stop)]
    found += [(*match.span("point"), True) for match in _POINT.finditer(text, start, stop)]
    found += [(*match.span(), False) for match in _TUPLE.finditer(text, start, stop)]
    at = start
    for begins, stops, is_point in sorted(found):
        if begins < at:
            continue
        yield Stretch(at, begins, "prose")
        yield Stretch(begins, stops, "bare", is_point)
        at = stops
    yield Stretch(at, end, "prose")


def _with_points(text: str, found: list[Stretch]) -> list[Stretch]:
    """Those marked that words before them say are a point."""
    made: list[Stretch] = []
    is_point = False
    for each in found:
        if each.kind == "prose":
            words = text[max(each.start, each.end - _LONGEST_WORDS) : each.end]
            if _BEFORE_A_POINT.search(words.rstrip("$ \t\n")):
                is_point = True
            elif (
                not _GOES_ON.fullmatch(text[each.start : each.end].strip("$ \t")) or "\n" in text[each.start : each.end]
            ):
                is_point = False
            made.append(each)
            continue
        is_condition = (
            _IF.search(text, max(0, each.start - _LONGEST_WORDS), each.start)
            and _THEN.match(text, each.end)
            and not _DEFINES.fullmatch(text, each.start, each.end)
        )
        kind = "condition" if is_condition and each.kind == "inline" else each.kind
        made.append(each._replace(kind=kind, is_point=each.is_point or is_point))
        is_point = is_point or each.is_point
    return made
