"""Rows that multiply arrays along named axes: einsum, the cross product, convolution.

einsum is Einstein's convention (A. Einstein, "Die Grundlage der allgemeinen Relativitätstheorie", 1916, §5) as NumPy
reads it: the derivative of a product by one factor is the product of the others.
"""

from __future__ import annotations

import math
import string
from typing import Any, NamedTuple

import numpy as np

from graphs.operations.readings.moves import einsum
from graphs.operations.row import ByName, Map, Mismatch, Operation, Option, Rule, Shape, Use, array_row, optional

_WORK = 10_000_000  # products of entries: some hundredths of a second
_FACTORS = 3
_X, _Y = {"x": [1.0, 2.0]}, {"y": [3.0, -1.0]}
_A = {"A": [[2.0, 1.0], [0.0, 3.0]]}


class Spec(NamedTuple):
    """The letters of the axes of each operand, and those of the result."""

    terms: tuple[str, ...]
    result: str


def spec_of(text: str, shapes: tuple[Shape, ...]) -> Spec:
    """A specification for operands of these shapes, … by letters that it does not use. Raises Mismatch."""
    text = text.replace(" ", "")
    left, arrow, result = text.partition("->")
    terms = left.split(",")
    if not all(set(term.replace("...", "", 1)) <= set(string.ascii_letters) for term in (*terms, result)):
        raise Mismatch("einsum names each axis by a letter, as in 'ij,jk->ik'")
    if len(terms) != len(shapes):
        raise Mismatch(f"einsum: {text} is for {len(terms)} operand{'s' * (len(terms) > 1)}, not {len(shapes)}")
    free = [each for each in string.ascii_uppercase + string.ascii_lowercase if each not in text]
    ranks = [len(shape) - len(term.replace("...", "")) for term, shape in zip(terms, shapes, strict=True)]
    for slot, (term, shape, rank) in enumerate(zip(terms, shapes, ranks, strict=True)):
        if rank < 0 or (rank and "..." not in term):
            axes = len(term.replace("...", ""))
            raise Mismatch(
                f"einsum: '{term}' names {axes} ax{'i' if axes == 1 else 'e'}s, and {{{slot}}} has {len(shape)}"
            )
    most = max((rank for term, rank in zip(terms, ranks, strict=True) if "..." in term), default=0)
    hidden = "".join(free[:most])
    terms = [term.replace("...", hidden[most - rank :]) for term, rank in zip(terms, ranks, strict=True)]
    if arrow:
        result = result.replace("...", hidden)
    else:
        named = "".join(terms)
        result = hidden + "".join(sorted(each for each in set(named) - set(hidden) if named.count(each) == 1))
    if len(set(result)) < len(result):
        raise Mismatch(f"einsum: '{result}' names an axis of the result twice")
    for each in result:
        if each not in "".join(terms):
            raise Mismatch(f"einsum: {each} of the result is in no operand")
    _sizes(terms, shapes)
    return Spec(tuple(terms), result)


def _sizes(terms: list[str], shapes: tuple[Shape, ...]) -> dict[str, int]:
    """The size that each letter stands for. Raises Mismatch where it stands for two, and past the bound on work."""
    first_uses: dict[str, tuple[int, int]] = {}
    for slot, (term, shape) in enumerate(zip(terms, shapes, strict=True)):
        for letter, size in zip(term, shape, strict=True):
            before, where = first_uses.setdefault(letter, (size, slot))
            if before != size:
                raise Mismatch(f"einsum: {letter} is {before} in {{{where}}} and {size} in {{{slot}}}")
    sizes = {letter: size for letter, (size, _) in first_uses.items()}
    if math.prod(sizes.values()) > _WORK:
        raise Mismatch(f"einsum adds up at most {_WORK:,} products; these are {math.prod(sizes.values()):,}")
    return sizes


def _einsum(options: dict[str, Any], equation: str) -> Operation:
    def shape(*shapes: Shape) -> Shape:
        spec = spec_of(equation, shapes)
        sizes = _sizes([*spec.terms], shapes)
        return tuple(sizes[letter] for letter in spec.result)

    def value(m: Any, *x: Any) -> Any:
        spec = spec_of(equation, tuple(each.shape for each in x))
        return m.einsum(",".join(spec.terms) + "->" + spec.result, *x)

    def maps(m: Any, c: Any, *x: Any) -> tuple[Map, ...]:
        spec = spec_of(equation, tuple(each.shape for each in x))
        return tuple(_factor(m, spec, slot, x) for slot in range(len(x)))

    def vanishes(*x: Any) -> Any:
        sizes = value(_Plain, *[np.abs(each) for each in x])
        return (sizes == 0.0) & (value(_Plain, *[(each != 0.0) * 1.0 for each in x]) != 0.0)

    return array_row(
        "einsum", value=value, shape=shape, maps=maps, arity=(1, _FACTORS), vanishes=vanishes,
        pattern=lambda m, c, *x: maps(m, c, *[m.ones(each) for each in x]), sums=True, linear=True,
        closed_pull=lambda m, u, g: _closed_pull(m, u, g, equation), rule="einsum",
        rules=(Rule("einsum with the other factors", r"\operatorname{{einsum}}({d}, \ldots)",
                    r"\operatorname{{einsum}}({g}, \ldots)",
                    "Each product has one entry of {0} in it, which moves it by the product of the others"),
               Rule("einsum with the other factors", r"\operatorname{{einsum}}({d}, \ldots)",
                    r"\operatorname{{einsum}}({g}, \ldots)",
                    "Each product has one entry of this factor in it, which moves it by the product of the others")),
        text=ByName("einsum", Option(None, equation), "{all}"),
        latex=r"\operatorname{{einsum}}_{{\text{{" + equation + "}}}}({all})",
        typeset_by_name=True, example=("einsum('ij,j->i', A, x)", _A | _X), **options)  # fmt: skip


class _Plain:
    """The reading of magnitudes."""

    einsum = staticmethod(einsum)


def _factor(m: Any, spec: Spec, slot: int, x: tuple[Any, ...]) -> Map:
    """The maps of one factor. An axis that it alone names was summed: its adjoint is repeated there; one that it
    names twice is a diagonal."""
    others = [each for k, each in enumerate(x) if k != slot]
    terms = [term for k, term in enumerate(spec.terms) if k != slot]
    own, size = spec.terms[slot], x[slot].shape
    letters = "".join(dict.fromkeys(own))
    common = "".join(each for each in letters if each in spec.result or any(each in term for term in terms))
    sizes = dict(zip(own, size, strict=True))

    def push(d: Any) -> Any:
        return m.einsum(
            ",".join(spec.terms) + "->" + spec.result, *[d if k == slot else each for k, each in enumerate(x)]
        )

    def pull(g: Any) -> Any:
        adjoint = m.einsum(",".join([spec.result, *terms]) + "->" + common, g, *others)
        unit_shape = tuple(sizes[each] if each in common else 1 for each in letters)
        adjoint = m.repeated(m.reshape(adjoint, unit_shape), tuple(sizes[each] for each in letters))
        if letters == own:
            return adjoint
        grid = np.indices(tuple(sizes[each] for each in letters))
        return m.put(adjoint, tuple(grid[letters.index(each)] for each in own), size)

    return Map(push, pull)


def _closed_pull(m: Any, u: Use, g: Any, equation: str) -> Any:
    spec = spec_of(equation, tuple(u.shapes))
    own = spec.terms[u.slot]
    terms = [term for k, term in enumerate(spec.terms) if k != u.slot]
    summed_alone = [each for each in own if each not in spec.result and not any(each in term for term in terms)]
    u.check(len(set(own)) == len(own))
    others = [each for k, each in enumerate(u.x) if k != u.slot]
    sizes = dict(zip(own, u.own, strict=True))
    for each in summed_alone:
        terms.append(each)
        others.append(m.ones((sizes[each],)))
    u.check(len(others) < _FACTORS)
    return m.call(EINSUM.given(equation=",".join([spec.result, *terms]) + "->" + own), g, *others)  # type: ignore[misc]


EINSUM = optional(_einsum, equation="i->i")


# The cross product.


def _cross_shape(a: Shape, b: Shape) -> Shape:
    if not a or a != b or a[-1] != 3:
        raise Mismatch("cross takes two vectors of 3 entries, or equally many of them")
    return a


def _cross(m: Any, a: Any, b: Any) -> Any:
    """a × b along the last axis, by the places that each product takes."""
    places = np.arange(math.prod(a.shape)).reshape(a.shape)
    one, two = places[..., [1, 2, 0]], places[..., [2, 0, 1]]
    return m.picked(a, one) * m.picked(b, two) - m.picked(a, two) * m.picked(b, one)


def _cross_maps(m: Any, c: Any, a: Any, b: Any) -> tuple[Map, ...]:
    return (
        Map(lambda d: _cross(m, d, b), lambda g: _cross(m, b, g)),
        Map(lambda d: _cross(m, a, d), lambda g: _cross(m, g, a)),
    )


CROSS = array_row(
    "cross", value=_cross, shape=_cross_shape, maps=_cross_maps, arity=(2, 2), linear=True, sums=True,
    closed_pull=lambda m, u, g: m.call(u.row, u.x[1], g) if u.slot == 0 else m.call(u.row, g, u.a),
    rule="cross product",
    rules=(Rule("{1} × ·", r"{d} \times {1}", r"{1} \times {g}",
                "An entry of {0} meets the two other entries of {1}, once with each sign: a cross product again"),
           Rule("· × {0}", r"{0} \times {d}", r"{g} \times {0}",
                "An entry of {1} meets the two other entries of {0}, once with each sign: a cross product again")),
    latex=r"{0} \times {1}", binds=2, typeset_by_name=True,
    example=("cross(x, y)", {"x": [1.0, 2.0, 0.0], "y": [3.0, -1.0, 1.0]}))  # fmt: skip


# Convolution: of a vector that is turned round, correlation.


def window(a: int, b: int, mode: str, turns: bool) -> tuple[int, int]:
    """Where a result starts among all overlaps of a and b entries, and its length: all of them (full), as many as the
    longer has (same), or those that are whole (valid). turns: of a correlation, as NumPy has them."""
    full = a + b - 1
    if mode == "valid":
        return min(a, b) - 1, abs(a - b) + 1
    length = max(a, b) if mode == "same" else full
    return (full - length + (turns and a < b)) // 2, length


def _convolution(name: str, turns: bool) -> Operation:
    """A convolution, or a correlation, for which the second vector is turned round."""

    def make(options: dict[str, Any], mode: str) -> Operation:
        def shape(a: Shape, b: Shape) -> Shape:
            if len(a) != 1 or len(b) != 1:
                raise Mismatch(f"{name} takes two vectors")
            if mode not in ("full", "same", "valid"):
                raise Mismatch(f"{name} has the modes 'full', 'same' and 'valid'")
            return (window(a[0], b[0], mode, turns)[1],)

        def turned(m: Any, b: Any) -> Any:
            return m.picked(b, np.arange(b.shape[0])[::-1]) if turns else b

        def value(m: Any, a: Any, b: Any) -> Any:
            start, length = window(a.shape[0], b.shape[0], mode, turns)
            return m.convolved(a, turned(m, b))[start : start + length]

        def maps(m: Any, c: Any, a: Any, b: Any) -> tuple[Map, ...]:
            """Back goes a correlation with the other vector."""
            other = turned(m, b)
            (start, length), full = window(a.shape[0], b.shape[0], mode, turns), a.shape[0] + b.shape[0] - 1
            at = np.full(full, -1)
            at[start : start + length] = np.arange(length)

            def back(g: Any, by: Any, size: int) -> Any:
                spread, count = m.picked(g, at), by.shape[0]
                return m.convolved(spread, m.picked(by, np.arange(count)[::-1]))[count - 1 : count - 1 + size]

            return (
                Map(lambda d: value(m, d, b), lambda g: back(g, other, a.shape[0])),
                Map(lambda d: value(m, a, d), lambda g: turned(m, back(g, a, b.shape[0]))),
            )

        def pulled(m: Any, u: Use, g: Any) -> Any:
            """Of all overlaps: those of the adjoint with the other vector that are whole."""
            u.check(mode == "full" and not turns)
            other = u.x[1 - u.slot]
            assert CORRELATE.given is not None
            if u.shapes[1 - u.slot][0] > u.shape[0]:
                u.check(False)
            return m.call(CORRELATE.given(mode="valid"), g, other)

        sign = r"\star" if turns else "*"
        return array_row(
            name, value=value, maps=maps, shape=shape, arity=(2, 2), linear=True, sums=True, closed_pull=pulled,
            pattern=lambda m, c, a, b: maps(m, c, m.ones(a), m.ones(b)), rule=name,
            rules=(Rule("· overlapping {1}", rf"{{d}} {sign} {{1}}", r"{g} \text{{ overlapping }} {1}",
                        "An entry of {0} meets each entry of {1} in one entry of {c}, and gets its adjoint times "
                        "the entry of {1}"),
                   Rule("· overlapping {0}", rf"{{0}} {sign} {{d}}", r"{g} \text{{ overlapping }} {0}",
                        "An entry of {1} meets each entry of {0} in one entry of {c}, and gets its adjoint times "
                        "the entry of {0}")),
            text=ByName(name, "{0}", "{1}", **({"mode": mode} if mode != usual else {})),
            latex=rf"{{0}} {sign} {{1}}", binds=2, typeset_by_name=True, example=(f"{name}(x, y)", _X | _Y),
            **options)  # fmt: skip

    usual = "valid" if turns else "full"
    return optional(make, mode=usual)


CONVOLVE = _convolution("convolve", turns=False)
CORRELATE = _convolution("correlate", turns=True)

PRODUCTS = (EINSUM, CROSS, CONVOLVE, CORRELATE)
