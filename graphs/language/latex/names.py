"""What a text in LaTeX tells of its names: adjacent letters are factors, unless it shows that they are one name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from graphs.language.latex.table import ACCENTS, BOLD, CALLED, LETTERS, UPRIGHT

_ARGUMENT = r"\{(?:[^{}]|\{[^{}]*+\})*+\}"
_BELOW = rf"_\s*+(?:{_ARGUMENT}|\\?[A-Za-z0-9]++)"
_BEGINS = r"(?:[\s&$~{]|\\[,;:! ]|\\(?:q?quad|displaystyle|large|Large)(?![A-Za-z])|\\begin\s*+\{\w++\*?\})*+"
_LEFT = re.compile(
    rf"{_BEGINS}(?:(?P<run>[A-Za-z]++[0-9]*+)|\\(?P<command>[A-Za-z]++)\s*+(?:\{{\s*+(?P<face>[^{{}}]*+)\}})?+)"
    rf"\s*+(?P<below>{_BELOW})?+(?P<primes>(?:[\s$]|'|\^\s*+(?:\{{\s*+(?:\\prime\s*+)++\}}|\\prime)|\}})*+)"
    r"(?P<header>(?:\\left)?+\s*+\((?P<parameters>[^()=]*+)\))?+"
    r"\s*+&?+\s*+(?:=(?!=)|:=|\\(?:coloneqq|approx|leftarrow|gets|equiv)(?![A-Za-z])|←|≈)"
)
_TWO = r"\s*+\^\s*+(?:2(?![0-9])|\{\s*+2\s*+\})"
_LETTER = rf"(?:\\(?:{'|'.join(ACCENTS)})\s*+\{{?\s*+)?+\\?[A-Za-z]++\s*+\}}?+"
_SQUARE = re.compile(  # \\sigma_B^2 = …, R^2 = …
    rf"{_BEGINS}(?P<letter>{_LETTER})\s*+(?P<below>{_BELOW})?+{_TWO}\s*+(?P<behind>{_BELOW})?+\s*+&?+\s*+"
    r"(?:=(?!=)|:=|\\(?:coloneqq|approx|leftarrow|gets|equiv)(?![A-Za-z])|←|≈)(?=.*[A-Za-z])",
    re.DOTALL,
)
_POWERED = re.compile(
    rf"(?P<letter>{_LETTER})\s*+(?P<below>{_BELOW})?+(?P<two>{_TWO})?+\s*+(?P<behind>(?(below)(?!)|{_BELOW}))?"
)
_COMMAND_WORD = re.compile(r"\\(?:begin|end|text|mathrm|operatorname|textrm|mbox)\s*+\{[^{}]*+\}")
_TUPLE = re.compile(rf"{_BEGINS}(?:\\left)?+\s*+\((?P<names>[^()=]*+)\)\s*+&?+\s*+=")
_FACES = "|".join(sorted(UPRIGHT | ACCENTS.keys()))
_NOT_SINGLE = re.compile(
    rf"\\(?:{_FACES}|begin|end|tag|label|hspace|vspace|ref)\*?\s*+\{{[^{{}}]{{2,}}+\}}|\\(?:{'|'.join(ACCENTS)})\s*+\{{?[A-Za-z]"
    rf"|\\[A-Za-z]++|{_BELOW}|(?<![A-Za-z])e(?=\s*+\^)|(?<=\{{)d(?=[}}^])"
)
_SINGLE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z](?![A-Za-z0-9])|(?<=[0-9])[A-Za-z](?![A-Za-z0-9])")
_FACE = re.compile(rf"\\(?:{'|'.join(sorted(UPRIGHT | BOLD))})\s*+|[{{}}\s]|\\(?:left|right)(?![A-Za-z])")
_ACCENTED = re.compile(rf"\\({'|'.join(ACCENTS)})\s*+\{{?\\?(\w++)\}}?")
_STATES = re.compile(
    r"\s*(?:[=≈]|\\(?:approx|[dt]?frac|nabla|partial|left|mathbf|begin|hat|dot|(?:mathrm|mathsf|text)\s*\{\s*d\s*\})|d\w+\s*/|D|[A-Za-z]\w*'|[A-Za-z]\s*\^\s*\{\s*[\[(])"
)
_LONE = re.compile(rf"\\({'|'.join(CALLED)})(?![A-Za-z])(?!(?:\s|\\left(?![A-Za-z]))*+\()")
_INDEXED = re.compile(
    r"(?<![A-Za-z])([A-Za-z])\s*\}?\s*(?:_\s*\{?\s*([ijkm](?:\s*,?\s*[ijkm]\s*\})?)(?![A-Za-z0-9,])"
    r"|\^\s*\{\s*\(\s*([ijkm])\s*\)\s*\})"
)
_BELOW_BRACKET = re.compile(r"=[^=\n]*[)\]]\s*_\s*\{?\s*([ijkm])(?![A-Za-z0-9,=])")
_FREE = re.compile(
    r"[\s&{]*+(?!\\(?:sum|prod|max|min)(?![A-Za-z]))\\?[A-Za-z]++(?:\s*+\{[^{}=]*+\})?+[\s}]*+(?:\([^()=]*+\))?+\s*+(?:_\s*+\{?\s*+([ijkm](?:\s*+,?\s*+[ijkm])?)\s*+\}?|\^\s*+\{\s*+\(\s*+([ijkm])\s*+\)\s*+\})[\s}]*+&?\s*+="
)
_PARAMETER = re.compile(r"[A-Za-z]\w*|\\\w+")
_LAYER = re.compile(r"\^\s*+\{\s*+[\[(]\s*+([A-Za-z])\s*+[\])]\s*+\}")


class Names(NamedTuple):
    """own: what the point and left sides name. single: letters that stand by themselves. headers: the functions that
    the text defines, with their parameters. layers: letters that number a name from above, as in h^{(t)}. factors:
    letters of functions that the point names, and that stand nowhere without a bracket behind: σ(y - x) is a product.
    squares: the letters with what stands below them of which a line defines the square, and which stand nowhere else.
    """

    own: frozenset[str]
    single: frozenset[str]
    headers: dict[str, tuple[str, ...]]
    layers: frozenset[str]
    factors: frozenset[str]
    squares: frozenset[str]


def names_of(formulas: Sequence[str], given: Iterable[str]) -> Names:
    own = set(given)
    factors = {spelled for spelled in CALLED if spelled in own}
    single = {name for name in own if len(name) == 1}
    headers: dict[str, tuple[str, ...]] = {}
    layers: set[str] = set()
    for formula in formulas:
        left = _LEFT.match(formula)
        if left is not None:
            name = _name(left)
            is_header = left["header"] is not None
            if (name and not left["below"]) or (left["run"] and len(name) > 1):
                own.add(name)
            parameters = _listed(left["parameters"] or "")
            is_own = not left["below"] and "'" not in left["primes"] and "prime" not in left["primes"]
            if name and is_header and is_own and all(_PARAMETER.fullmatch(each) for each in parameters):
                headers.setdefault(name, parameters)
                own.update(each for each in parameters if "\\" not in each)
        elif (names := _TUPLE.match(formula)) is not None:
            own.update(each.partition("_")[0] for each in _listed(names["names"]) if len(each.partition("_")[0]) > 1)
        single |= set(_SINGLE.findall(_NOT_SINGLE.sub(" ", formula)))
        layers |= set(_LAYER.findall(formula))
        factors -= set(_LONE.findall(formula))
    derived = {f"D{name}" for name in headers} & own - set(given)  # Df(x) = …
    for name in derived if "D" not in own else ():
        own.discard(name)
        headers.pop(name, None)
    single |= {name for name in own if len(name) == 1}
    return Names(
        frozenset(own),
        frozenset(single),
        headers,
        frozenset(layers),
        frozenset(factors - headers.keys()),
        squares_of(formulas) - own,
    )


def squares_of(formulas: Iterable[str]) -> frozenset[str]:
    """Of \\sigma_B^2 = … the σ_B, where it is squared wherever it stands: then the square has the name."""
    formulas = [*formulas]
    defined = {square_key(left) for each in formulas if (left := _SQUARE.match(each)) is not None}
    bare = {
        square_key(each)
        for formula in (formulas if defined else ())
        for each in _POWERED.finditer(_COMMAND_WORD.sub(" ", formula))
        if not each["two"]
    }
    runs = {letter for key in bare if key.isalpha() for letter in key}
    return frozenset(key for key in defined if key not in bare and key not in runs)


def square_key(match: re.Match[str]) -> str:
    return key_of(match["letter"], match["below"] or match["behind"] or "")


def key_of(letter: str, below: str) -> str:
    """The same for \\sigma_{\\mathcal{B}} and \\sigma_B."""
    accented = _ACCENTED.sub(lambda match: match[2] + ACCENTS[match[1]], letter)
    words = (re.sub(rf"\\(?:{_FACES})(?![A-Za-z])|[{{}}\\_\s]", "", each) for each in (accented, below))
    return "_".join(each for each in words if each)


def free_indices(text: str, given: Iterable[str]) -> frozenset[str]:
    """Letters that stand below an array of the point, z_i, where the point has no z_i."""
    names = set(given)
    return (
        frozenset(
            letter
            for each in _INDEXED.finditer(text)
            for letter in re.findall("[a-z]", each[2] or each[3])
            if each[1] in names and f"{each[1]}_{letter}" not in names
        )
        - names
    ) | set(_BELOW_BRACKET.findall(text))


def free_index(formula: str) -> str:
    """The i of y_i = … and of f(z)_i = …, where letters stand below all of the left side; ij of C_{ij} = …"""
    left = _FREE.match(formula)
    return re.sub(r"[\s,]", "", left[1] or left[2]) if left is not None else ""


def says_something(formula: str, squares: Collection[str] = ()) -> bool:
    """Whether a formula with a sign of equality defines or states what has a name: not e^{-z} ≈ 0, 2x = 0."""
    square = _SQUARE.match(formula) if squares else None
    if square is not None and square_key(square) in squares:
        return True
    return any(pattern.match(formula) is not None for pattern in (_LEFT, _TUPLE, _STATES))


def _name(left: re.Match[str]) -> str:
    if left["run"]:
        return left["run"]
    if left["face"] is None:
        return LETTERS.get(left["command"], "")
    word = left["face"].strip().removeprefix("\\")
    if left["command"] in ACCENTS:
        return word + ACCENTS[left["command"]]
    return word if left["command"] in UPRIGHT or left["command"] in BOLD else ""


def _listed(names: str) -> tuple[str, ...]:
    accented = _ACCENTED.sub(lambda match: match[2] + ACCENTS[match[1]], names)
    bare = (_FACE.sub("", each) for each in accented.split(","))
    return tuple(LETTERS.get(each.removeprefix("\\"), each) if each.startswith("\\") else each for each in bare if each)
