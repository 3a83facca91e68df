"""What is asked, checked against the program: the point, the directions of forward mode, the cotangent."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.build import build
from graphs.autodiff.graph import Graph, Value
from graphs.autodiff.issue_kinds import Kind
from graphs.clock import tick
from graphs.diagnosis.issues import Issue
from graphs.errors import WrongBinding, shown
from graphs.language.form import Form
from graphs.language.names import NAMED_CONSTANTS, ascii_name
from graphs.language.parser import parse
from graphs.language.program import Program
from graphs.language.reading.draft import PointNeeded
from graphs.limits import Limits
from graphs.notation.formula import sentence
from graphs.notation.names import Choice
from graphs.notation.notation import Notation, author_name
from graphs.operations.flows import Flow, one_hot, part
from graphs.operations.row import Shape
from graphs.operations.shapes import positions, size_text
from graphs.study.known import Known

_READING = 20  # visits that a character costs which is read


Reading = tuple[Program, Graph, Notation]
Again = Callable[[Mapping[str, Value], int | None], Reading]


class Wishes(NamedTuple):
    """A checked question.

    point: every input's value. seeds: forward pass -> input number -> tangent.
    only_checked: the one pass in `seeds` is not asked for, it only serves to check the gradient.
    cotangent: output node -> adjoint, or None where none was given. issues: how the inputs were taken.
    again: the same text read at another point, by input, and with the condition of a number taken the other way.
    """

    program: Program
    graph: Graph
    notation: Notation
    point: dict[str, Value]
    seeds: dict[str, dict[int, Flow]]
    only_checked: bool
    cotangent: dict[int, Flow] | None
    issues: list[Issue]
    again: Again


def bind(
    text: str,
    at: Mapping[str, Any],
    direction: Mapping[str, Any] | None,
    cotangent: Any,
    wrt: str | None,
    share: bool,
    limits: Limits,
    names: Choice | None = None,
    inputs: Sequence[str] | None = None,
    form: Form | None = None,
) -> Wishes:
    """Read the program and check what is asked of it. Raises a Problem where anything does not fit.

    inputs: the names that are inputs, whatever the text says. form: what the text is read as.
    """
    values = {name: _value(name, value, limits) for name, value in _named(at, limits).items()}
    program, graph, notation = read(text, values, share, limits, names, _wanted(inputs, limits), form)
    point = {name: values.get(name, program.point.get(name, 1.0)) for name in graph.inputs}
    issues = [*_taken(program, graph, values), *_named_otherwise(notation)]
    along = None if direction is None else _named(direction, limits)
    seeds, limited = _seeds(graph, along, wrt, limits)
    seed = _cotangent(graph, _listed(program.cotangent) if cotangent is None else cotangent, limits)

    def again(there: Mapping[str, Value], turned: int | None = None) -> Reading:
        wanted = frozenset(graph.inputs)
        return read(text, {**values, **there}, share, limits, names, wanted, form, turned)

    return Wishes(program, graph, notation, point, seeds, bool(limited), seed, issues + limited, again)


def read(
    text: str,
    point: Mapping[str, Value],
    share: bool,
    limits: Limits,
    names: Choice | None = None,
    wanted: frozenset[str] | None = None,
    form: Form | None = None,
    turned: int | None = None,
) -> Reading:
    """A program at a point, its graph and its names; kept, so that a new point on a known program builds nothing.

    Where the text chooses by a value, a new point is read anew. turned: the number of a condition that is taken the
    other way there.
    """
    shapes = tuple((name, np.shape(point[name])) for name in sorted(point))
    known = _sized(text, shapes, share, limits, names, wanted, form)
    if known is not None:
        return known
    values = tuple((name, shape, np.asarray(point[name], float).tobytes()) for name, shape in shapes)
    return _followed(text, values, share, limits, names, wanted, form, turned)


@lru_cache(maxsize=64)
def _sized(
    text: str,
    shapes: tuple[tuple[str, Shape], ...],
    share: bool,
    limits: Limits,
    names: Choice | None,
    wanted: frozenset[str] | None,
    form: Form | None,
) -> Reading | None:
    """What the shapes of a point are enough for; None where the text chooses by its values."""
    tick(_READING * len(text))
    try:
        return _read(text, {}, dict(shapes), share, limits, names, wanted, form)
    except PointNeeded:
        return None


@lru_cache(maxsize=64)
def _followed(
    text: str,
    values: tuple[tuple[str, Shape, bytes], ...],
    share: bool,
    limits: Limits,
    names: Choice | None,
    wanted: frozenset[str] | None,
    form: Form | None,
    turned: int | None,
) -> Reading:
    tick(_READING * len(text))
    point = {name: np.frombuffer(value).reshape(shape)[()] for name, shape, value in values}
    shapes = {name: shape for name, shape, _ in values}
    return _read(text, point, shapes, share, limits, names, wanted, form, turned)


def _read(
    text: str,
    point: Mapping[str, Value],
    shapes: Mapping[str, Shape],
    share: bool,
    limits: Limits,
    names: Choice | None,
    wanted: frozenset[str] | None,
    form: Form | None,
    turned: int | None = None,
) -> Reading:
    sized = {name: shape for name, shape in shapes.items() if name not in point}
    program = parse(text, shapes, limits, Known(point, sized, text, limits, turned), wanted, form)
    kept = {name: shape for name, shape in shapes.items() if wanted is None or name in wanted}
    kept = {name: shape for name, shape in kept.items() if name not in program.counts}
    of_text = {name: np.shape(value) for name, value in program.point.items()}
    graph = build(program, {**of_text, **kept}, share, limits)
    return program, graph, Notation(graph, names or ("own" if program.has_several_lines else "c"))


def _wanted(inputs: Sequence[str] | None, limits: Limits) -> frozenset[str] | None:
    return None if inputs is None else frozenset(_named(dict.fromkeys(inputs), limits))


def _listed(value: Value | None) -> Any:
    """A number or an array as a question gives it: numbers, or lists of them."""
    return None if value is None else np.asarray(value, float).tolist()


def _named(bound: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
    """The same with names as the language reads them (θ is theta)."""
    named: dict[str, Any] = {}
    for typed, value in bound.items():
        if not isinstance(typed, str):
            raise WrongBinding("an input's name must be text")
        limits.check("name", len(typed), "characters may stand in one name")
        name = ascii_name(typed)
        if name is None:
            raise WrongBinding(f"{shown(typed)} cannot be an input's name: letters, digits and _, a letter first")
        if name in named:
            raise WrongBinding(f"{name} is given twice")
        named[name] = value
    return named


_DEEPEST = 32  # lists in lists, for callers of Python: NumPy takes 64 axes


def _value(name: str, value: Any, limits: Limits, most_axes: int = 0) -> Value:
    """A finite double, or an array of them; nothing else ever becomes part of a point."""
    if not isinstance(value, list):
        return _number(name, value)
    shape = _shape(name, value, most_axes or min(limits.axes, _DEEPEST))
    limits.check("entries", math.prod(shape), f"entries may stand in {name}")
    tick(math.prod(shape))
    return np.array([_number(f"an entry of {name}", entry) for entry in _flat(value)]).reshape(shape)


def _shape(name: str, value: Any, most_axes: int) -> Shape:
    shape, level = [], [value]
    while isinstance(level[0], list):
        sizes = {len(each) if isinstance(each, list) else -1 for each in level}
        if len(sizes) > 1:
            raise WrongBinding(f"the rows of {name} must have the same number of entries")
        shape.append(sizes.pop())
        if shape[-1] == 0:
            raise WrongBinding(f"{name} must have an entry at least")
        if len(shape) > most_axes:
            raise WrongBinding(f"{name} must be a number, or lists in lists, at most {most_axes} deep")
        level = [entry for each in level for entry in each]
        if any(isinstance(entry, list) != isinstance(level[0], list) for entry in level):
            raise WrongBinding(f"the rows of {name} must have the same number of entries")
    return tuple(shape)


def _flat(value: Any) -> list[Any]:
    while isinstance(value[0], list):
        value = [entry for each in value for entry in each]
    return list(value)


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise WrongBinding(f"the value of {name} must be a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise WrongBinding(f"the value of {name} must be a finite double (up to about 1.8e308)")
    return number + 0.0  # -0 counts as 0


@lru_cache(maxsize=64)
def _notes(program: Program) -> tuple[str, ...]:
    """Notes on functions that libraries read in different ways."""
    words = (word.row for line in program.lines for word in line.words)
    return tuple(dict.fromkeys(row.note for row in words if row is not None and row.note))


def _taken(program: Program, graph: Graph, values: Mapping[str, Value]) -> Iterable[Issue]:
    yield from (Issue(None, Kind.HINT, note) for note in _notes(program))
    used = frozenset().union(*(line.reads for line in program.lines))
    deciding = frozenset().union(*(line.reads for line in program.deciding))
    here = " at this point" if program.is_followed else ""
    for i, name in enumerate(graph.inputs):
        symbol = author_name(name, i)
        if name not in values and name not in program.point:
            yield Issue(i, Kind.MISSING_INPUT, sentence("{} is not given; it counts as 1", symbol))
        elif name not in used:
            unused = "{} only decides what is followed; its gradient is 0"
            if name not in deciding:
                unused = f"the program does not use {{}}{here}; its gradient is 0"
            yield Issue(i, Kind.UNUSED_INPUT, sentence(unused, symbol))
        if name in NAMED_CONSTANTS and name in values:
            yield Issue(
                i,
                Kind.HINT,
                sentence("{} is an input here, not the constant, because the point binds it", symbol),
            )


def _named_otherwise(notation: Notation) -> Iterable[Issue]:
    """That the nodes are not counted, where they would be."""
    if notation.wanted != notation.choice:
        yield Issue(None, Kind.HINT, f"nodes go by the program's own names, not c1, c2, …: {notation.why_not_counted}")


def entry_name(name: str, entry: Shape) -> str:
    """The name of one entry of an input: x1, x[0], A[0,1]."""
    return f"{name}[{','.join(map(str, entry))}]" if entry else name


def entries(graph: Graph) -> dict[str, tuple[int, Shape]]:
    """Every entry of every input: its name -> input number and index, row by row."""
    return {
        entry_name(name, entry): (i, entry)
        for i, name in enumerate(graph.inputs)
        for entry in positions(graph.shapes[i])
    }


def entry_named(graph: Graph, typed: str) -> tuple[str, int, Shape]:
    """The entry of an input that a text names: its name as we write it, input number and index."""
    name = _as_written(typed)
    location = entries(graph).get(name)
    if location is None:
        raise WrongBinding(f"there is no input entry {shown(typed)}", hint=_inputs_are(graph))
    return name, *location


def _as_written(typed: str) -> str:
    """The name of an input or of an entry, as the language reads it."""
    name, bracket, index = typed.replace(" ", "").partition("[")
    return (ascii_name(name) or name) + bracket + index


def _seeds(
    graph: Graph, direction: Mapping[str, Any] | None, wrt: str | None, limits: Limits
) -> tuple[dict[str, dict[int, Flow]], list[Issue]]:
    """One forward pass per input entry, or for the direction, or for the input or entry asked for."""
    places = {name: i for i, name in enumerate(graph.inputs)}
    chosen = range(len(graph.inputs))
    if wrt is not None:
        wrt = _as_written(wrt)
        if wrt in places:
            chosen = range(places[wrt], places[wrt] + 1)
        elif wrt not in entries(graph):
            raise WrongBinding(f"wrt names no input: {shown(wrt)}", hint=_inputs_are(graph))
    if direction is not None:
        for name in direction:
            if name not in places:
                raise WrongBinding(f"direction names no input: {shown(str(name))}", hint=_inputs_are(graph))
        moved = {places[name]: _fitting(graph, name, value, limits) for name, value in direction.items()}
        seeds = {i: _nonzero(value) for i, value in sorted(moved.items())}
        return {"direction": {i: seed for i, seed in seeds.items() if seed is not None}}, []
    if wrt is not None and wrt not in places:
        i, entry = entries(graph)[wrt]
        return {wrt: {i: one_hot(graph.shapes[i], entry)}}, []
    count = sum(math.prod(graph.shapes[i]) for i in chosen)
    if count <= limits.forward_passes:
        named = ((entry_name(graph.inputs[i], entry), i, entry) for i in chosen for entry in positions(graph.shapes[i]))
        return {name: {i: one_hot(graph.shapes[i], entry)} for name, i, entry in named}, []
    of = "" if wrt is None else f" of {wrt}"
    message = (
        f"tangents are computed for at most {limits.forward_passes} input entries, and there are {count}{of}: "
        "choose one with wrt, or a direction"
    )
    ones = {i: np.ones(graph.shapes[i])[()] for i in chosen}
    return {"ones": ones}, [Issue(None, Kind.LIMIT, message)]


def _fitting(graph: Graph, name: str, value: Any, limits: Limits) -> Value:
    """An entry of the direction, in its input's shape."""
    number = _value(f"{name} in direction", value, limits)
    shape = graph.shapes[graph.inputs.index(name)]
    if np.shape(number) != shape:
        raise WrongBinding(f"direction must have the shape of {name}, {_shape_text(shape)}")
    return number


def _nonzero(value: Value) -> Flow:
    """A direction as a flow: where it is 0, nothing flows."""
    if isinstance(value, float):
        return value or None
    return part(value, value != 0.0)


def _shape_text(shape: Shape) -> str:
    if len(shape) > 1:
        return f"a {size_text(shape)} list of lists"
    return f"a list of {shape[0]} numbers" if shape else "one number"


def _inputs_are(graph: Graph) -> str:
    names = [entry_name(name, (0,) * len(graph.shapes[i])) for i, name in enumerate(graph.inputs[:10])]
    return "the inputs are " + ", ".join(names) if names else "the program has no inputs"


def _cotangent(graph: Graph, cotangent: Any, limits: Limits) -> dict[int, Flow] | None:
    """Output node -> adjoint; an output that is named twice gets the sum."""
    if cotangent is None:
        return None
    value = _value("the cotangent", cotangent, limits, limits.axes + 1)
    if np.shape(value) != graph.value_shape:
        raise WrongBinding(f"the cotangent must have the output's shape: {_shape_text(graph.value_shape)}")
    if len(graph.outputs) == 1:
        return {graph.outputs[0]: value}
    seed: dict[int, Flow] = {}
    for output, entry in zip(graph.outputs, value, strict=True):
        one = float(entry) if np.ndim(entry) == 0 else entry
        seed[output] = seed[output] + one if output in seed else one
    return seed
