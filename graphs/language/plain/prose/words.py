"""Which words of a line are prose: English words that stand side by side with others, as names never do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from graphs.language.calls.libraries import KNOWN
from graphs.language.messages.unknown import ELEMENTARY
from graphs.language.names import GREEK_IN_LATEX, JOINS
from graphs.language.plain.left_sides import defines
from graphs.language.plain.prose.spoken import is_unknown, spoken_runs
from graphs.language.plain.scanner import gap
from graphs.language.tokens import OPENS, Token

# Words that no formula is written with.
ENGLISH = frozenset(
    "above after again all also an and answer any apply are as assume at be because been below between both but by "
    "calculate calculated can check compare compute computed compute computes consider consists convert could define "
    "defined definition denote denoted denotes derive describe determine did differentiate do does draw each either "
    "equals equal evaluate evaluated evaluating every example exercise explain expression express fill finally find "
    "first following follows for form from get gets give given gives had has have hence here how however if in into "
    "is it its just know known let like made make makes may means must name need next not note notice now obtain of "
    "on once one only or other our over part plot problem prove question rewrite same second see set show shown shows "
    "simplify since sketch so solution solve some start such suppose take takes taking than that the their them then "
    "there therefore these they third this those through thus to try two under until up use used uses using value "
    "values verify very via want was we were what when where whether which while who whose why will with without "
    "would write written yields you your please remember recall called call where's let's it's that's don't step "
    "forward backward minimize minimise maximize maximise optimize optimise integrate sketch".split()
)
# Alone on a line, too.
_HEADINGS = frozenset(
    "answer answers solution solutions example examples exercise exercises problem problems question questions hint "
    "hints note notes proof remark theorem definition given find parameters inputs where".split()
)
PRONOUNS = frozenset("it this that them these each which".split())
# What binds a point: "at (1, 2)", "where w = 2".
BINDS = frozenset("at where with for when given point using if punto ponto punkt punkte stelle punt".split())
# Words that may stand between such a word and the point.
_BETWEEN = frozenset("the a point points value values that initial given inputs input weights weight parameters it "
                     "numbers data evaluated current and we have is be".split())  # fmt: skip
_OPERATORS = ("+", "*", "/", "^", "**", "@", "=", "<", ">", "<=", ">=", "==", "&")
_AND = frozenset(("and", "or", "not", "mod", "if", "else"))


def is_word(this: Token) -> bool:
    return this.kind == "prose" or (this.kind == "name" and len(this.typed) > 1 and this.typed.isalpha()
                                    and this.typed.isascii())  # fmt: skip


def is_english(this: Token, names: Collection[str]) -> bool:
    return this.kind == "prose" or (is_word(this) and this.lower() in ENGLISH and this not in names)


def _may_be_prose(this: Token, names: Collection[str]) -> bool:
    """Any word that is no name of the text, no Greek letter and no function of ours."""
    return is_word(this) and this not in names and this not in GREEK_IN_LATEX


def prose_of(line: Sequence[Token], names: Collection[str]) -> list[bool]:
    """For each token of a line, whether it is prose. names: those that the text or the point binds."""
    marks = [False] * len(line)
    if _is_heading(line, names):
        return [True] * len(line)
    spoken = spoken_runs(line, names)
    for k, this in enumerate(line):
        marks[k] = is_english(this, names) and this.lower() not in _AND and _stands_in_prose(line, k)
        marks[k] = marks[k] or k in spoken
        marks[k] = marks[k] or _begins_condition(line, k, names) or _announces(line, k, names)
    for k in range(1, len(line) - 2):  # setting it = 0
        if marks[k] and line[k].lower() in PRONOUNS and line[k + 1] == "=" and line[k + 2].kind == "number":
            marks[k + 1] = marks[k + 2] = True
    if any(marks):
        _spread(line, marks, names)
        _join(line, marks, names)
        _spread(line, marks, names)
        _check_operators(line, marks, names)
    return marks


def _join(line: Sequence[Token], marks: list[bool], names: Collection[str]) -> None:
    """Signs between words of prose are prose: forward/backward, the chain rule - a method of its own."""
    for k in range(1, len(line) - 1):
        left, sign, right = line[k - 1 : k + 2]
        if marks[k] or sign not in ("-", "/", "&") or not (is_word(left) and is_word(right)):
            continue
        dash = sign == "-" and gap(left, sign) and gap(sign, right) and (k < 2 or line[k - 2] not in (*_OPERATORS, "-"))
        spoken = all(_may_be_prose(each, names) and each not in KNOWN for each in (left, right))
        tight = (
            not gap(left, sign) and not gap(sign, right) and min(len(left), len(right)) > 2
        )  # the Cobb-Douglas function
        beside = (k > 1 and marks[k - 2]) or (k + 2 < len(line) and marks[k + 2])
        if (
            (marks[k - 1] and marks[k + 1])
            or (tight and spoken and beside)
            or (dash and spoken and (marks[k - 1] or marks[k + 1]))
        ):
            marks[k - 1 : k + 2] = [True, True, True]


def _begins_condition(line: Sequence[Token], k: int, names: Collection[str]) -> bool:
    """If z = 0, then …; y = x^2 if x = 3: the word of a sentence, and not that of a choice."""
    if line[k].lower() != "if" or line[k] in names:
        return False
    begins = k == 0 or line[k - 1] in (".", ",", ";", ":")
    return defines(line, k + 1) if not begins else k + 1 < len(line) and gap(line[k], line[k + 1])


def _announces(line: Sequence[Token], k: int, names: Collection[str]) -> bool:
    """Loss L = …, Minimize f(w) = …: a word at the start of a line or behind words, before a definition."""
    this = line[k]
    begins = k == 0 or is_word(line[k - 1]) or line[k - 1] in (".", ",", ":", ";")
    plain = _may_be_prose(this, names) and len(this) > 2 and this not in ELEMENTARY and this not in _AND
    return plain and begins and k + 1 < len(line) and gap(this, line[k + 1]) and defines(line, k + 1)


def _names_in_prose(line: Sequence[Token], k: int, names: Collection[str]) -> bool:
    """w * learned rate value: whether words that go on from an operator's operand would be prose here."""
    left, this = line[k - 1 : k + 1]
    wanted = k > 1 and line[k - 2] in (*_OPERATORS, "-") and line[k - 2] != "="
    return wanted and is_unknown(left, names) and not is_english(this, names) and gap(left, this)


def _check_operators(line: Sequence[Token], marks: list[bool], names: Collection[str]) -> None:
    """Words between operators are no prose, whatever they are: the line's own reader tells what is wrong there."""
    for k in range(len(line)):
        if k and marks[k] != marks[k - 1]:
            left, right = line[k - 1], line[k]
            signed = k + 1 < len(line) and gap(left, right) and not gap(right, line[k + 1])  # this gives -y
            if marks[k - 1] and (right in _OPERATORS or (right == "-" and not signed and not defines(line, k + 1))):
                marks[:] = [False] * len(line)
                return
            if marks[k] and k > 1 and line[k - 2] == "=" and left in KNOWN and right != "(":
                marks[k - 1], left = True, line[k - 2]
                k -= 1
            if marks[k] and _names_in_prose(line, k, names):
                marks[:] = [False] * len(line)
                return
            if marks[k] and left in (*_OPERATORS, "-") and not _says_in_words(line, marks, k):
                marks[:] = [False] * len(line)
                return


def _says_in_words(line: Sequence[Token], marks: list[bool], k: int) -> bool:
    """loss = mean of the squares: a left side whose right one is words is prose, too."""
    end = next((j for j in range(k, len(line)) if not marks[j]), len(line))
    whole = k > 1 and line[k - 1] == "=" and line[k - 2].kind == "name"
    if (
        whole
        and (end == len(line) or line[end] in (".", ",", ";", ":"))
        and (k == 2 or marks[k - 3] or line[k - 3] in ".,;:")
    ):
        marks[k - 2 : k] = [True, True]
        return True
    return False


def _is_heading(line: Sequence[Token], names: Collection[str]) -> bool:
    """Words and nothing else, at least two of them or with a colon behind: Backward pass, Parameters:"""
    words = [this for this in line if is_word(this) or this.kind == "stranger"]
    others = [this for this in line if not is_word(this) and this.kind != "stranger"]
    ends = bool(line) and line[-1] in (":", ".", "?")
    if not words or any(this in names for this in words):
        return False
    if any(a.kind == "number" and b == "," for a, b in pairwise(line)):
        return False
    if any(this.kind != "number" and this not in (":", ".", "?", "!", ",", "-", "(", ")", "&") for this in others):
        return False
    if len(line) == 1:
        return line[0].lower() in _HEADINGS
    plain = [this for this in words if _may_be_prose(this, names) and this not in KNOWN and len(this) > 3]
    side = any(is_word(a) and is_word(b) and gap(a, b) for a, b in pairwise(line))
    tight = any(this in ("(", "-", ",") for this in others)
    labelled = ends and line[-1] == ":" and line[-1] not in names
    return bool(plain) and ((side and not _calls(line)) or (labelled and not tight))


def _calls(line: Sequence[Token]) -> bool:
    return any(a in KNOWN and b == "(" and not gap(a, b) for a, b in pairwise(line))


def _operand(this: Token | None) -> bool:
    """Whether an operand may begin or end with this token."""
    return this is not None and (this.kind in ("name", "number", "power", "prose", "word", "stranger")
                                 or this in ("(", ")", "[", "]", "|", "‖", "√", "∂", "∇"))  # fmt: skip


def _stands_in_prose(line: Sequence[Token], k: int) -> bool:
    """Whether a word has an operand beside it with space between, or a sign of punctuation behind it at an edge."""
    before = line[k - 1] if k else None
    after = line[k + 1] if k + 1 < len(line) else None
    if before is not None and before == "." and not gap(before, line[k]):
        return False
    if (
        after is not None
        and after == "("
        and not gap(line[k], after)
        and (line[k] in KNOWN or line[k].lower() not in BINDS)
    ):
        return False
    if before is not None and (before.kind in ("number", "power") or before in OPENS.values()) and after is None:
        return False  # 2 value is a product
    beside = (_operand(before) and before not in OPENS and gap(before, line[k])) or (  # type: ignore[arg-type]
        _operand(after) and after not in OPENS.values() and (gap(line[k], after) or after == "(")  # type: ignore[arg-type]
    )
    edge = (before is None or before in (".", ",", ";", ":")) and after is not None and after in (":", ",")
    return bool(beside) or edge or (after is None and before is not None and before in (",", ";", "."))


def _spread(line: Sequence[Token], marks: list[bool], names: Collection[str]) -> None:
    """Words beside prose are prose, unless an operator or a bracket follows or stands before them."""
    for order in (range(len(line)), reversed(range(len(line)))):
        for k in order:
            if not marks[k]:
                marks[k] = _joins_prose(line, marks, k, names)


def _joins_prose(line: Sequence[Token], marks: Sequence[bool], k: int, names: Collection[str]) -> bool:
    this = line[k]
    left = k > 0 and marks[k - 1] and gap(line[k - 1], this)
    right = k + 1 < len(line) and marks[k + 1] and gap(this, line[k + 1])
    before = line[k - 1] if k else None
    after = line[k + 1] if k + 1 < len(line) else None
    if not left and not right:
        return False
    if this.typed in ("a", "A", "I") and this not in names:
        return after is not None and (is_word(after) or after.kind == "prose") and gap(this, after)
    if this.kind == "stranger":
        return True
    if not _may_be_prose(this, names):
        return False
    ends = after is None or (marks[k + 1] or after in (".", ",", ":", ";", "?", "!", ")", "⇒")
                             or (_operand(after) and gap(this, after)))  # fmt: skip
    begins = before is None or marks[k - 1] or before in (".", ",", ":", ";", "(") or (
        _operand(before) and gap(before, this))  # fmt: skip
    if this in JOINS:
        return left and right
    if this in KNOWN:
        return begins and ends and (after is None or after != "(") and (left or right) and (
            after is None or marks[k + 1] or is_word(after) or after in (".", ",", ":"))  # fmt: skip
    return bool(begins and ends)


def is_between(this: Token) -> bool:
    return this.lower() in _BETWEEN
