"""What a row of the table of operations holds; the rows themselves stand in elementwise.py and numbers/, reductions.py,
linear_algebra.py and rearrangement.py.

A row's formulas are plain Python over a reading m (see readings/floats.py and readings/arrays.py):

    value(m, *x)        the value c of the node at its operands x
    partials(m, c, *x)  elementwise rows: one local derivative per operand, ∂c/∂x_k; m.nothing where nothing flows
    maps(m, c, *x)      rows of vectors and matrices: one linear map per operand, d ↦ J d and g ↦ Jᵀ g

Both modes, the text, the LaTeX and the tests' oracle are read from these. `m.select` mends isolated points (its
general case is what formulas show); a partial may call only the reading, so that it can be read over anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

Shape = tuple[int, ...]


class Kink(NamedTuple):
    """Where a row has no derivative: the slope shown (the subgradient of least norm) and the one-sided slopes.

    At a jump there are no slopes, and `choice` is what passes on. Slopes that agree: only the second derivative jumps.
    """

    choice: float
    slopes: tuple[float, float] | None


def nowhere_zero(*x: float) -> bool:
    """Whether all operands are finite and none is 0: then a product, a power, an exponential is not 0 either."""
    return all(v and v - v == 0.0 for v in x)


class Map(NamedTuple):
    """The derivative of a node by one operand, as a linear map.

    push carries the operand's tangent (in its shape) to the node's; pull carries the node's adjoint (in the
    node's shape) back to the operand's.
    """

    push: Callable[[Any], Any]
    pull: Callable[[Any], Any]


class Rule(NamedTuple):
    """How the map of one operand is written: {d} is the operand's tangent, {g} the node's adjoint, {c} the node.

    text is the pullback as one would type it, with a dot for the adjoint; {T} is the sign of a transpose, {gT} the
    adjoint's, {inv} and {invT} are those of an inverse and of its transpose, {I} is the identity matrix. pushed and
    pulled are LaTeX.
    words: a sentence on why the adjoint comes back so; of vectors {gc} is the adjoint's dot product with the node and
    {gs} its sum, told with their numbers. jacobian: of vectors, in numerator layout and LaTeX, where it
    has a short form; transposed: the same in denominator layout, where that is more than a ᵀ behind brackets.
    """

    text: str
    pushed: str
    pulled: str
    words: str
    jacobian: str = ""
    transposed: str = ""


class Use(NamedTuple):
    """A row of arrays at work in closed forms: the forms x of its operands and c of its node, their shapes, and the
    slot of the operand that a flow goes through."""

    row: Operation
    x: list[Any]
    c: Any
    shapes: list[Shape]
    shape: Shape
    slot: int

    @property
    def a(self) -> Any:
        """The first operand."""
        return self.x[0]

    @property
    def own(self) -> Shape:
        """The shape of the operand that the flow goes through."""
        return self.shapes[self.slot]

    def check(self, fits: bool) -> None:
        """Raises NoShortForm where what the rule is short for does not hold."""
        if not fits:
            raise NoShortForm

    def of_vectors(self) -> None:
        """Raises NoShortForm where the row works along one axis of several."""
        self.check(len(self.own) == 1)

    def of_all(self) -> None:
        """Raises NoShortForm for a row with options."""
        self.check(self.row.chosen == self.row.options)


class NoShortForm(Exception):
    """What flows through this use of a row has no closed form that is short."""


class Mismatch(Exception):
    """Operands whose shapes do not fit the row; the message is the rule that they break."""


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """One row.

    text and latex are templates in the operands' names: {0}, {1}, or {all} for all of them with commas.
    functions are the names that call it (none: it has a sign of its own), arity the numbers of operands taken.
    binds is how tightly its sign holds when an expression is typeset: 1 sum, 2 product, 3 minus, 4 power, 9 closed.
    special(fixed slots) is the row that serves where some operands are constants.
    chooses: the value is one of the operands after the first, the others may be undefined (where).
    vanishes(*x): whether a value of 0 at these operands is none in truth, but smaller than a double can hold; of rows
    of arrays by entry, so that the answer broadcasts to the node. Without it a 0 is a 0.

    Rows of vectors and matrices have maps in place of partials, and shape(*shapes), the shape of the node, which
    raises Mismatch; elementwise rows have neither: their operands broadcast as in NumPy.
    rules: how the maps are written, by operand (the last one serves all further operands).
    pattern(m, c, *x): maps that carry 1 where something flows to what is not 0 where something flows on; without
    it, all of the result flows.
    closed_push(m, use, d), closed_pull(m, use, g): the two maps in closed form, over a reading m of forms (see
    closed_forms/arrays.py); they may raise NoShortForm. linear: the row is, in each operand: its own push, with the
    tangent in the operand's place.
    options: static parameters by name (axis, keepdims, …) with their defaults, in the order of positional
    arguments; given(**options) is the row with these options, the same object for equal options; chosen: the options of
    this row.
    spread: one list may stand for all operands (concat([a, b])).
    expand(make, *operands): of a name that stands for several rows, or for one or another by shape: the node that they
    make (see composed.py). Such a row is never a node's, and has no value.
    definition: the same as a program of the language in the names of its parameters, the last of which may be left out:
    preset has their values. Where such a row has no LaTeX, a formula shows what it stands for.
    note: a sentence for the user where no library says which of several meanings a name has.

    exact: it rounds nothing. sums: it rounds at each of the terms that it adds up. costly: an entry takes many
    operations. saturates: its slope is almost 0 far out. inverts: it is undefined where its matrix is singular.
    orders: its entries are those of its operand in order along its axis. extremum: 1 of a maximum, -1 of a minimum.
    cone: its kink is one point, where all that it is of is 0; bent(c): the entries of a node of arrays that are bent
    where the row has a kink (without it, all).
    axes: what its option axis takes: "one", "one or all" (None), "any" (several too).
    domain: where it has a value and a slope, in words ("": for all numbers). example: a program and a point that show
    its rule, where numbers alone do not; bends_at: where the example has a kink, one number for all inputs or by input.
    typeset_by_name: a program in LaTeX calls it by name, because its own sign would be read as something else.
    """

    name: str
    value: Callable[..., Any]
    partials: Callable[..., Any]
    text: str
    latex: str
    rule: str = "chain"
    functions: tuple[str, ...] = ()
    arity: tuple[int, int] = (1, 1)
    binds: int = 9
    kink: Callable[..., Kink | None] | None = None
    special: Callable[[tuple[int, ...]], Operation] | None = None
    chooses: bool = False
    vanishes: Callable[..., Any] | None = None
    shape: Callable[..., Shape] | None = None
    maps: Callable[..., tuple[Map, ...]] | None = None
    rules: tuple[Rule, ...] = ()
    pattern: Callable[..., tuple[Map, ...]] | None = None
    linear: bool = False
    closed_push: Callable[[Any, Use, Any], Any] | None = None
    closed_pull: Callable[[Any, Use, Any], Any] | None = None
    options: tuple[tuple[str, Any], ...] = ()
    given: Callable[..., Operation] | None = None
    chosen: tuple[tuple[str, Any], ...] = ()
    spread: bool = False
    expand: Callable[..., int] | None = None
    definition: str = ""
    parameters: tuple[str, ...] = ()
    preset: tuple[float, ...] = ()
    note: str = ""
    exact: bool = False
    sums: bool = False
    costly: bool = False
    saturates: bool = False
    inverts: bool = False
    extremum: int = 0
    cone: bool = False
    orders: bool = False
    bent: Callable[[Any], Any] | None = None
    axes: str = "any"
    domain: str = ""
    example: tuple[str, dict[str, Any]] | None = None
    bends_at: float | dict[str, float] = 0.0
    typeset_by_name: bool = False

    @property
    def compares(self) -> bool:
        """Whether it is true or false, 1 or 0."""
        return self.binds == 0


class Option(NamedTuple):
    """An option in a call: by keyword, or by its place (name is None)."""

    name: str | None
    value: Any

    @property
    def text(self) -> str:
        return repr(self.value) if self.name is None else f"{self.name}={self.value!r}"


class ByName(str):
    """A row's text where it is called by name: its name, and in brackets operands as slots ({0}, {all}) and options."""

    __slots__ = ("arguments", "name")
    name: str
    arguments: tuple[str | Option, ...]

    def __new__(cls, name: str, *arguments: str | Option, **options: Any) -> ByName:
        given = (*arguments, *(Option(key, value) for key, value in options.items()))
        inner = ", ".join(each.text if isinstance(each, Option) else each for each in given)
        made = str.__new__(cls, f"{name}({inner})")
        made.name, made.arguments = name, given
        return made


def called_by_name(
    name: str,
    value: Callable[..., Any],
    partials: Callable[..., Any],
    *aliases: str,
    latex: str | None = None,
    arity: tuple[int, int] = (1, 1),
    **rest: Any,
) -> Operation:
    """A row that is called by name."""
    return Operation(
        name,
        value,
        partials,
        text=rest.pop("text", ByName(name, "{all}")),
        latex=latex or r"\operatorname{{" + name.replace("_", r"\_") + "}}({all})",
        functions=rest.pop("functions", (name, *aliases)),
        arity=arity,
        **rest,
    )


def optional(make: Callable[..., Operation], **defaults: Any) -> Operation:
    """A row with options: make(given, **options) makes it, once for equal options."""

    @lru_cache(maxsize=256)
    def cached(*options: Any) -> Operation:
        chosen = dict(zip(defaults, options, strict=True))
        fixed = {"options": tuple(defaults.items()), "given": given, "chosen": tuple(chosen.items())}
        return make(fixed, **chosen)

    def given(**chosen: Any) -> Operation:
        return cached(*({**defaults, **chosen}.values()))

    return given()


def array_row(name: str, *aliases: str, value: Callable[..., Any], maps: Callable[..., tuple[Map, ...]],
         shape: Callable[..., Shape], rules: tuple[Rule, ...], **rest: Any) -> Operation:  # fmt: skip
    """A row of arrays. value(m, *x), maps(m, c, *x): by operand; shape(*shapes) raises Mismatch; rules: by operand."""
    return called_by_name(name, value, None, *aliases, maps=maps, shape=shape, rules=rules, **rest)  # type: ignore[arg-type]


def broadcast(*shapes: Shape) -> Shape:
    """The shape of an elementwise row: NumPy's rule of broadcasting. Raises Mismatch."""
    result: list[int] = []
    for k in range(1, max(map(len, shapes)) + 1):
        sizes = {shape[-k] for shape in shapes if len(shape) >= k} - {1}
        if len(sizes) > 1:
            one, *others = [shape[-k] for shape in shapes if len(shape) >= k and shape[-k] != 1]
            other = next(size for size in others if size != one)
            last = "" if k == 1 else " but one" if k == 2 else f" but {k - 1}"
            axis = f" of the last axis{last}" if max(map(len, shapes)) > 1 else ""
            raise Mismatch(f"the sizes {one} and {other}{axis} must agree, or one of them be 1")
        result.append(sizes.pop() if sizes else 1)
    return tuple(reversed(result))
