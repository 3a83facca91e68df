"""What every node of a graph is called: one name each, unlike all others, in text, in LaTeX and as an identifier."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache
from itertools import count
from typing import Literal, NamedTuple

from graphs.autodiff.graph import Graph
from graphs.language.names import GREEK_IN_LATEX

OUR_ID = re.compile(r"c[1-9][0-9]*")
RAISED = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
Choice = Literal["c", "own"]
_SIGNED = re.compile(r"[A-Za-z0-9]?[-+][A-Za-z0-9]")  # the subscripts of v_{-1} and h_{t-1}
_RESULT = ("f", "out")  # what a line without a name is called: the first of them that is free


def id_of(index: int) -> str:
    """The id of a node: c1 for node 0."""
    return f"c{index + 1}"


class Name(NamedTuple):
    """What a node is called.

    base: a name of the program, or c1, f, out. definition: how often the program has bound it so far, at the top, or in
    one call or turn. turn: which of several with that name this is, as calls and turns of loops each have their own.
    part: the place of an unnamed node in the line of that name; is_apart: whether the place stands after a point,
    because the name would else be read as another (h11) or is another's.
    """

    base: str
    definition: int = 1
    turn: int = 1
    part: int | None = None
    is_apart: bool = False

    @property
    def place(self) -> str:
        """What stands below its base: which turn it is, and which part of its line."""
        turn = f"[{self.turn}]" if self.turn > 1 else ""
        return turn if self.part is None else f"{turn}{'.' * self.is_apart}{self.part}"

    @property
    def text(self) -> str:
        """i, i4, h1.1, a⁽²⁾, z[3]."""
        again = f"⁽{''.join(RAISED[digit] for digit in str(self.definition))}⁾" if self.definition > 1 else ""
        return f"{self.base}{again}{self.place}"

    @property
    def symbol(self) -> Symbol:
        """The same in LaTeX."""
        again = f"({self.definition})" if self.definition > 1 else ""
        if self.part is not None and not self.is_apart:
            return symbol_of(f"{self.base}{self.part}")
        return symbol_of(self.base, self.place, again)

    @property
    def identifier(self) -> str:
        """The same in letters, digits and underscores."""
        again = f"_{self.definition}" if self.definition > 1 else ""
        place = re.sub(r"\W+", "_", self.place).rstrip("_")
        return f"{_in_letters(self.base)}{again}{place}"


def names_of(graph: Graph, choice: Choice) -> list[Name]:
    """By node, its name: all counted (c1, c2, …), or the program's own, and its parts by their place in their line."""
    return [Name(id_of(i)) for i in range(len(graph))] if choice == "c" else _own(graph)


def usual_choice(graph: Graph) -> Choice:
    """A program of one line is counted, one of several has its own names."""
    return "c" if len(graph.bindings) == 1 else "own"


def line_names(graph: Graph) -> list[Name | None]:
    """By line, its own name; those of calls and turns have their place: z, z[2], z[3].

    No two are alike, unless one node has both: where a call gives its z to a z around it.
    """
    at_top = {*graph.inputs, *(each.name for each in graph.bindings if each.group is None)}
    turns: dict[str, dict[int | None, int]] = defaultdict(dict)
    by_node = {i: Name(name) for i, name in enumerate(graph.inputs)}
    names: list[Name | None] = []
    for each in graph.bindings:
        name, known = None, by_node.get(each.node)
        if each.name is not None and each.group is not None and known is not None and known.base == each.name:
            name = known
        elif each.name is not None:
            of_name = turns[each.name]
            if not of_name and each.name in at_top:
                of_name[None] = 1
            name = Name(each.name, each.definition, of_name.setdefault(each.group, len(of_name) + 1))
            by_node.setdefault(each.node, name)
        names.append(name)
    return names


def names_to_write(graph: Graph) -> tuple[Name | None, ...]:
    """The names of lines as `typeset` takes them: none where no line stands in a call or a turn."""
    return tuple(line_names(graph)) if any(each.group is not None for each in graph.bindings) else ()


def result_of(graph: Graph) -> str:
    """What the program's result is called: its last line's own name, else f, or out where the program has an f."""
    return graph.bindings[-1].name or _free(_taken(graph))


def identifiers(names: Collection[Name], reserved: Collection[str] = ()) -> list[str]:
    """By node, its name as an identifier: no two alike, and none of the reserved ones."""
    result: list[str] = []
    taken = {*reserved}
    plain = {name.text for name in names}  # what is one already keeps it
    for name in names:
        identifier = name.identifier
        while identifier in taken or (identifier != name.text and identifier in plain):
            identifier += "_"
        taken.add(identifier)
        result.append(identifier)
    return result


def why_not_counted(graph: Graph) -> str | None:
    """Why c1, c2, … would be two things: the program gives one of them to another node; None where it does not."""
    bound = [*enumerate(graph.inputs), *((each.node, each.name) for each in graph.bindings)]
    for node, name in bound:
        if name and OUR_ID.fullmatch(name) and name != id_of(node) and int(name[1:]) <= len(graph):
            return f"the program has a {name} of its own, which counting would give to another node"
    return None


def _taken(graph: Graph) -> set[str]:
    """The names that the program has given away, to functions too, and the constants that it uses by name."""
    named = (each.name for each in graph.bindings if each.name is not None)
    functions = (each.name for each in graph.groups if each.kind == "function")
    return {*graph.inputs, *named, *functions, *graph.labels.values()}


def _free(taken: Collection[str]) -> str:
    candidates = (*_RESULT, *(f"{_RESULT[-1]}{k}" for k in range(2, len(taken) + 3)))
    return next(each for each in candidates if each not in taken)


def _own(graph: Graph) -> list[Name]:
    taken = _taken(graph)
    names = {i: Name(name) for i, name in enumerate(graph.inputs)}
    lines = line_names(graph)
    for line, name in zip(graph.bindings, lines, strict=True):
        if name is not None:
            names.setdefault(line.node, name)
    result = Name(result_of(graph))
    for place, k in enumerate(graph.outputs, 1):
        names.setdefault(k, result if len(graph.outputs) == 1 else _part(result, place, taken))
    taken |= {name.text for name in names.values()}
    start = len(graph.inputs)
    for line, name in zip(graph.bindings, lines, strict=True):
        whole = result if name is None else name
        places = count(1)
        for i in range(start, line.end):
            if i not in names:
                names[i] = _part(whole, next(places), taken)
        start = line.end
    return [names[i] for i in range(len(graph))]


def _part(line: Name, place: int, taken: Collection[str]) -> Name:
    """The name of a line's part: h1.1 beside h1, and i.4 where the program has an i4."""
    part = line._replace(part=place)
    is_apart = not line.text[-1].isalpha() or part.text in taken
    return part._replace(is_apart=is_apart)


def dotted(name: str) -> str:
    """The symbol of a tangent in LaTeX."""
    return symbol_of(name).accented("\\dot")


def barred(name: str) -> str:
    """The symbol of an adjoint in LaTeX."""
    return symbol_of(name).accented("\\bar")


def label(name: str) -> str:
    """A name in LaTeX: x1 is x_1, theta is a Greek letter, yhat has its hat, w_out its subscript, c' its prime."""
    return symbol_of(name).latex


class Symbol(NamedTuple):
    """A name in LaTeX: its base, what stands below its end, and what above.

    is_letter: the base is a single letter, which takes an accent; is_word: it is one set upright.
    """

    base: str
    below: str
    above: str
    is_letter: bool
    is_word: bool

    @property
    def latex(self) -> str:
        """The symbol with what is below and above it."""
        return self._closed(self.base + self.below + self.above)

    def accented(self, accent: str) -> str:
        """An accent stands over a single letter, not over what is below or above; over a word or a hat over all."""
        if not self.is_letter:
            return f"{accent}{{{self.latex}}}"
        return self._closed(f"{accent}{{{self.base}}}{self.below}{self.above}")

    def _closed(self, latex: str) -> str:
        """In braces, where an exponent could not stand above it else."""
        return "{" + latex + "}" if self.above else latex


class Spelling(NamedTuple):
    """What a person's name is made of: letters, a hat on them, what stands below, how many primes.

    is_letter: the letters are a single one, or a Greek one by its name.
    """

    letters: str
    has_hat: bool
    below: str
    primes: int

    @property
    def is_letter(self) -> bool:
        return not self.has_hat and (len(self.letters) == 1 or self.letters in GREEK_IN_LATEX)


@lru_cache(maxsize=8192)
def spelling_of(name: str) -> Spelling:
    """x1 is x with 1 below, yhat wears its hat, c'' has two primes; x_ is not x, and stands as it is."""
    base = name.rstrip("'")
    primes = len(name) - len(base)
    letters, rest = re.fullmatch(r"([A-Za-z]*)(.*)", base, re.DOTALL).groups()  # type: ignore[union-attr]
    if "__" in rest or rest.endswith("_"):
        return Spelling(base, False, "", primes)
    has_hat = _has_hat(letters)
    return Spelling(letters[:-3] if has_hat else letters, has_hat, rest.strip("_"), primes)


@lru_cache(maxsize=8192)
def symbol_of(name: str, below: str = "", above: str = "") -> Symbol:
    """How a name is written. below, above: what else stands in its subscript and its superscript."""
    spelling = spelling_of(name)
    below = spelling.below + below
    if below:
        below = "_" + (below if re.fullmatch(r"[A-Za-z0-9]", below) else "{" + _word(below) + "}")
    above = "\\prime" * spelling.primes + above
    base = _base(spelling.letters)
    return Symbol(
        base="\\hat{" + base + "}" if spelling.has_hat else base,
        below=below,
        above="^{" + above + "}" if above else "",
        is_letter=spelling.is_letter,
        is_word=not above and not spelling.is_letter and not spelling.has_hat,
    )


def is_capital(name: str) -> bool:
    """Whether a name is written as matrices are: with a capital letter, with a hat or without."""
    spelling = spelling_of(name)
    return "'" not in name and name[0].isupper() and (spelling.is_letter or spelling.has_hat)


def _in_letters(name: str) -> str:
    """c' is c_prime, and v_-1, which only LaTeX can write, v_minus_1."""
    spelled = name.replace("'", "_prime").replace("-", "_minus_").replace("+", "_plus_")
    return re.sub(r"__(minus|plus)_", r"_\1_", spelled)


def _has_hat(letters: str) -> bool:
    return len(letters) > 3 and letters.endswith("hat") and (len(letters) == 4 or letters[:-3] in GREEK_IN_LATEX)


def _base(letters: str) -> str:
    if letters in GREEK_IN_LATEX:
        return "\\" + letters
    return letters if len(letters) == 1 else _word(letters)


def _word(text: str) -> str:
    is_number = text.isdigit() or _SIGNED.fullmatch(text) is not None
    return text if is_number else "\\mathrm{" + text.replace("_", "\\_") + "}"
