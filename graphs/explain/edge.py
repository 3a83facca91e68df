"""An edge explained: its partial in symbols, with numbers and by a nudge, and what both sweeps carry along it."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.graph import Edge, Value
from graphs.autodiff.kinks import kink_at
from graphs.explain.chain_rule import jacobian_of
from graphs.explain.nudges import NUDGE, Nudge, nudge_of, nudged, slope_at
from graphs.explain.terms import partial_in_numbers, pulled, pushed
from graphs.notation.formula import (
    ADDITION,
    ADJOINT,
    FRACTION,
    RELATION,
    RESULT,
    ROUND_LATEX,
    TANGENT,
    Formula,
    Part,
    Pieces,
    bracketed,
    clause,
    formula,
    joined,
)
from graphs.notation.numbers import is_listed, number_latex, number_said, of, value_latex, value_text
from graphs.notation.precedence import PRODUCT
from graphs.operations.flows import outside
from graphs.operations.row import Kink
from graphs.operations.shapes import size_text
from graphs.study import Study

_EQUALS, _ADDS, _MAPS = Part(" = ", RELATION), Part(" \\mathrel{+}= ", ADDITION), Part(" \\mapsto ", RELATION)
_LONGEST = 30  # characters of an operation that stands in the quotient ∂(…)/∂x
_DIGITS = 3  # of a move in a sentence
_SHORT = 8  # characters of a number that stands in a sentence's equation
_LOW = 2  # rows of a matrix that stands in a line
_ORDINALS = ("first", "second", "third", "fourth")


class Passage(NamedTuple):
    """What one sweep carries along an edge: what comes to it, and the term that it adds at the other end.

    step: which step of the sweep does it, from 0; None where none does. rule: in LaTeX. note: where that is, in words.
    """

    step: int | None
    arriving: Value
    term: Value
    rule: Formula
    note: Formula


class EdgeExplanation(NamedTuple):
    """heading, words: sentences. rule, numbers: the partial in symbols and with numbers, in LaTeX; None where nothing
    passes, and where it has no short form. nudges: what the words tell of: one, two at a kink and where the slope is
    infinite. forward: along which entry, and what it carries; reverse: None without a reverse sweep.
    """

    heading: Formula
    rule: Formula | None
    numbers: Formula | None
    words: Formula
    nudges: list[Nudge]
    forward: tuple[str, Passage] | None
    reverse: Passage | None


def edge_with(study: Study, name: str) -> Edge | None:
    """The edge of this id (c7-0), or None."""
    return next((edge for edge in study.graph.edges if f"c{edge.target + 1}-{edge.slot}" == name), None)


def explain_edge(study: Study, edge: Edge, wrt: str | None = None) -> EdgeExplanation:
    """Why the partial along an edge is what it is, and what passes. wrt: the forward pass (None: the first)."""
    notation, graph = study.notation, study.graph
    source, target = notation.name(edge.source), notation.name(edge.target)
    if edge.source in graph.data:
        heading = clause("The edge {} → {}: data", source, target)
        said = clause(
            "{} is data: it depends on no input. No tangent comes along this edge, and no adjoint goes back.", source
        )
        return EdgeExplanation(formula(heading), None, None, formula(said), [], None, None)
    heading = clause("The edge {0} → {1}: how far {1} moves with {0}", source, target)
    words, nudges = _words(study, edge)
    forward = _forward(study, edge, wrt)
    return EdgeExplanation(
        formula(heading),
        _rule(study, edge),
        _numbers(study, edge),
        formula(words),
        nudges,
        forward,
        _reverse(study, edge),
    )


# The partial


def _ratio(above: Pieces, below: Pieces) -> list[Pieces]:
    """∂above/∂below."""
    return [Part("\\frac{\\partial ", FRACTION), above, "}{\\partial ", below, "}"]


def _is_array(study: Study, edge: Edge) -> bool:
    graph = study.graph
    return bool(graph.shapes[edge.source] or graph.shapes[edge.target] or graph.rows[edge.target].maps is not None)


def _rule(study: Study, edge: Edge) -> Formula:
    notation = study.notation
    by, of_ = notation.value(edge.source), notation.value(edge.target)
    if not _is_array(study, edge):
        operation = notation.latex(edge.target)
        whole = bracketed(operation, ROUND_LATEX) if operation.binds <= PRODUCT else formula(" ", operation)
        middle = [_ratio(whole, by)] if len(operation) <= _LONGEST and len(_places(study, edge)) == 1 else []
        return formula(joined(_EQUALS, [_ratio(of_, by), *middle, notation.edge_latex(edge)]))
    jacobian = jacobian_of(notation, edge)
    if jacobian is not None:
        rows, columns = (math.prod(study.graph.shapes[k]) for k in (edge.target, edge.source))
        sized = ["\\underset{", f"{rows} \\times {columns}", "}{", _ratio(of_, by), "}"]
        return formula(joined(_EQUALS, [sized, jacobian.numerator]))
    dot = notation.tangent(edge.source)
    return formula(_sized(dot, study.graph.shapes[edge.source]), _MAPS,
                   _sized(pushed(study, edge, dot, None), study.graph.shapes[edge.target]))  # fmt: skip


def _sized(written: Pieces, shape: tuple[int, ...]) -> list[Pieces]:
    """With its shape below it, where it has one."""
    return ["\\underset{", " \\times ".join(map(str, shape)), "}{", written, "}"] if shape else [written]


def _numbers(study: Study, edge: Edge) -> Formula | None:
    graph = study.graph
    if not _is_array(study, edge):
        worked_out, put_in = partial_in_numbers(study, edge)
        result = Formula((Part(worked_out, RESULT),), worked_out.binds, worked_out.begins)
        return formula(joined(_EQUALS, [put_in, result])) if put_in is not None else result
    shapes = graph.shapes[edge.source], graph.shapes[edge.target]
    if any(len(shape) > 1 or math.prod(shape) > 4 for shape in shapes):
        return None
    columns = [slope_at(study, edge, entry) for entry in np.ndindex(shapes[0])]
    matrix = np.stack([np.reshape(column, -1) for column in columns], axis=1)
    if not shapes[0]:
        return value_latex(matrix[:, 0])
    return value_latex(matrix)


# In words


def _words(study: Study, edge: Edge) -> tuple[Pieces, list[Nudge]]:
    graph, notation = study.graph, study.notation
    value, row = study.evaluation.values[edge.target], graph.rows[edge.target]
    source, target = notation.name(edge.source), notation.name(edge.target)
    if not np.isfinite(value).any():
        return clause("{} is {} here, and a nudge of {} shows nothing.", target, value_text(_first(value)), source), []
    if row.chooses and edge.position == 0:
        return clause(
            "{} is the condition of {}: it only chooses, and no derivative passes through it.", source, target
        ), []
    if row.compares:
        return clause("{} is a condition, true or false: it is flat, and no derivative passes through it.", target), []
    if _is_array(study, edge):
        return _array_words(study, edge)
    kink = kink_at(graph, study.evaluation, edge.target)
    if kink is not None and (kink[0].slopes is None or kink[0].slopes[0] != kink[0].slopes[1]):
        return _kink_words(study, edge, kink[0])
    partial = study.partial(edge)
    if partial is not None and partial != partial:
        return clause("{} has no derivative with {} here: a number that it needs is undefined.", target, source), []
    if partial is not None and math.isinf(partial):
        return _steep_words(study, edge)
    nudge = nudge_of(study, edge)
    if nudge is None:
        return _unshown(study, edge), []
    return [_nudged(study, edge, nudge), _both(study, edge)], [nudge]


def _unshown(study: Study, edge: Edge) -> Pieces:
    """A slope that no nudge shows: it is below rounding, or its node has no value beside the point."""
    source, target = study.notation.name(edge.source), study.notation.name(edge.target)
    moves = clause("{} moves {} for each unit of {}", target, number_said(study.partial(edge) or 0.0), source)
    return clause("{}; no nudge of {} shows that in doubles.", moves, source)


def _nudged(study: Study, edge: Edge, nudge: Nudge) -> list[Pieces]:
    notation = study.notation
    source, target = notation.name(edge.source), notation.name(edge.target)
    said: list[Pieces] = [clause("Nudge {} by {}", source, _said(nudge.by)), _in_this_place(study, edge)]
    if nudge.by != NUDGE:
        too = "much" if nudge.by < NUDGE else "little"
        said += [clause(" ({} would be too {} here)", _said(NUDGE), too)]
    is_second_order = not study.partial(edge) and nudge.moved != 0.0
    said += [" and ", _moves(target, nudge.moved, "only " if is_second_order else "")]
    said += [_equation(study, edge, nudge), "."]
    return [*said, " To first order it does not move."] if is_second_order else said


def _in_this_place(study: Study, edge: Edge) -> Pieces:
    """Of an operand that stands in several places of one operation: which of them is moved."""
    places = _places(study, edge)
    if len(places) == 1:
        return ""
    place = places.index(edge.position)
    return f" in its {_ORDINALS[place]} place alone" if place < len(_ORDINALS) else " in this place alone"


def _places(study: Study, edge: Edge) -> list[int]:
    """The positions of an operation's operands that are this node."""
    return [each.position for each in study.graph.edges_into(edge.target) if each.source == edge.source]


def _moves(name: Pieces, moved: Value, only: str = "", up: str = "moves") -> Pieces:
    if np.ndim(moved):
        return clause("{} moves by {}", name, value_text(_rounded(moved)))
    if moved == 0.0:
        return clause("{} does not move", name)
    return clause("{} {} by {}{}", name, up if moved > 0 else "falls", only, _said(abs(moved)))


def _said(x: float) -> Formula:
    return number_said(float(f"{x:.{_DIGITS - 1}e}"))


def _rounded(x: Any) -> Any:
    return np.vectorize(lambda each: float(f"{each:.{_DIGITS - 1}e}"), otypes=[float])(x)


def _equation(study: Study, edge: Edge, nudge: Nudge) -> list[Pieces]:
    """The operation at the nudged operand with its value, where all numbers are short."""
    graph, values = study.graph, study.evaluation.values
    operands = {each.position: float(values[each.source]) for each in graph.edges_into(edge.target)}
    operands[edge.position] = float(f"{nudge.operand:.12g}")
    if any(len(repr(x)) > _SHORT + (x < 0) or "e" in repr(x) for x in operands.values()):
        return []
    small = min(abs(x) for x in (nudge.moved or nudge.value or 1.0, nudge.value or 1.0))
    decimals = max(0, 4 - math.floor(math.log10(small)))
    value = f"{nudge.value:.{decimals}f}"
    if len(value) > _SHORT + 4 + (nudge.value < 0):
        return []
    text = value.rstrip("0").rstrip(".") if "." in value else value
    return [": ", study.notation.operation_at(edge.target, operands, text)]


def _both(study: Study, edge: Edge) -> str:
    return " Both sweeps use this one number." if study.partial(edge) else " Both sweeps multiply by 0: nothing passes."


def _kink_words(study: Study, edge: Edge, kink: Kink) -> tuple[Pieces, list[Nudge]]:
    notation = study.notation
    source, target = notation.name(edge.source), notation.name(edge.target)
    nudges = [each for by in (NUDGE, -NUDGE) if (each := nudged(study, edge, by)) is not None]
    ways = ["up" if each.by > 0 else "down" for each in nudges]
    moves = [_moves("it" if k else target, each.moved, up="rises") for k, each in enumerate(nudges)]
    clauses = [clause("{} by {} and {}", *each) for each in zip(ways, [_said(NUDGE)] * 2, moves, strict=False)]
    tried = [clause("Nudge {} ", source), joined("; nudge it ", clauses), ". "] if clauses else []
    why = "Here it jumps" if kink.slopes is None else "The two sides disagree"
    used = number_said(study.partial(edge) or 0.0)
    return [tried, clause("{}: there is no derivative, and both sweeps use {}, by convention.", why, used)], nudges


def _steep_words(study: Study, edge: Edge) -> tuple[Pieces, list[Nudge]]:
    """An infinite slope: the closer, the steeper."""
    notation = study.notation
    source, target = notation.name(edge.source), notation.name(edge.target)
    for sign in (1.0, -1.0):
        nudges = [each for by in (NUDGE, NUDGE**2) if (each := nudged(study, edge, sign * by)) is not None]
        if len(nudges) == 2:
            clauses = [clause("{}by {} and {}, {} times as far", "" if each.by > 0 else "down ", _said(abs(each.by)),
                              _moves("it" if k else target, each.moved), _said(abs(each.moved / each.by)))
                       for k, each in enumerate(nudges)]  # fmt: skip
            return [clause("Nudge {} ", source), joined("; nudge it ", clauses),
                    ". The closer, the steeper: the slope is infinite."], nudges  # fmt: skip
    return _unshown(study, edge), []


def _array_words(study: Study, edge: Edge) -> tuple[Pieces, list[Nudge]]:
    graph, notation = study.graph, study.notation
    source, target = notation.name(edge.source), notation.name(edge.target)
    maps = graph.rows[edge.target].maps is not None
    both = (
        "Both sweeps use this one linear map: forward as it is, back transposed."
        if maps or graph.shapes[edge.source] != graph.shapes[edge.target]
        else "Both sweeps multiply by these partials, entry by entry."
    )
    nudge = nudge_of(study, edge)
    if nudge is None:
        return _no_nudge_words(study, edge, both), []
    entry = formula(source, "[", ", ".join(map(str, nudge.entry)), "]") if nudge.entry else source
    said: list[Pieces] = [clause("Nudge {} by {}", entry, _said(nudge.by)), _in_this_place(study, edge), " and "]
    if not np.any(slope_at(study, edge, nudge.entry)):
        stays = "does not move" if not np.any(nudge.moved) else "does not move, to first order"
        return [*said, target, " ", stays, ". Both sweeps multiply by 0: nothing passes."], [nudge]
    if is_listed(nudge.moved):
        said += [_moves(target, nudge.moved)]
    else:
        most = np.unravel_index(int(np.argmax(np.abs(nudge.moved))), np.shape(nudge.moved))
        one = formula(target, "[", ", ".join(map(str, most)), "]")
        said += [_moves(one, float(nudge.moved[most])), ", the most of all entries"]
    is_column = jacobian_of(notation, edge) is not None and nudge.entry and np.ndim(nudge.moved)
    said += [": a column of the Jacobian, times the nudge"] if is_column else []
    return [*said, ". ", both], [nudge]


def _no_nudge_words(study: Study, edge: Edge, both: str) -> Pieces:
    """Of an array whose entries bend, or have no finite slope."""
    source, target = study.notation.name(edge.source), study.notation.name(edge.target)
    if kink_at(study.graph, study.evaluation, edge.target) is not None:
        bent = clause("Some entries of {} stand at a kink: there they have no derivative", target)
        return clause("{}, and both sweeps use a slope that is chosen by convention.", bent)
    partial = study.partial(edge)
    if partial is not None and not np.isfinite(partial).all():
        return clause("Some entries of {} have an infinite slope or none here, and both sweeps carry it on.", target)
    return clause("No nudge of {} shows in doubles how {} moves. {}", source, target, both)


def _first(value: Value) -> float:
    return float(np.reshape(value, -1)[0])


# What passes


def _forward(study: Study, edge: Edge, wrt: str | None) -> tuple[str, Passage] | None:
    entry = wrt if wrt in study.tangents else next(iter(study.tangents), None)
    if entry is None:
        return None
    notation, graph, values = study.notation, study.graph, study.evaluation.values
    shape = graph.shapes[edge.source]
    flow = study.tangents[entry][edge.source]
    local = study.evaluation.partials[edge.target][edge.position]
    with np.errstate(all="ignore"):
        term = outside(None if flow is None or local is None else local * flow, graph.shapes[edge.target])
    arriving = outside(flow, shape)
    dot, moved = notation.tangent(edge.target), notation.tangent(edge.source)
    number = of(arriving, TANGENT, edge.source)
    stages = [
        pushed(study, edge, moved, None if _is_array(study, edge) else values),
        pushed(study, edge, number, values),
    ]
    index = next((step.index for step in study.forward_steps[entry] if step.node == edge.target), None)
    along = "sweep along the direction" if entry == "direction" else f"sweep along {entry}"
    return entry, Passage(index, arriving, term, _added(dot, stages, term), formula(along))


def _reverse(study: Study, edge: Edge) -> Passage | None:
    if study.adjoints is None:
        return None
    notation, graph, values = study.notation, study.graph, study.evaluation.values
    step = next((each for each in study.reverse_steps if each.edge == (edge.target, edge.position)), None)
    arriving = outside(study.adjoints[edge.target], graph.shapes[edge.target])
    bar, above = notation.adjoint(edge.source), notation.adjoint(edge.target)
    number = of(arriving, ADJOINT, edge.target)
    stages = [
        pulled(study, edge, above, None if _is_array(study, edge) else values),
        pulled(study, edge, number, values),
    ]
    if not _is_array(study, edge):  # in the order of the forward line, so that the two compare
        stages = [pushed(study, edge, flow, values) for flow in (above, number)]
    if step is None:
        nothing = outside(None, graph.shapes[edge.source])
        return Passage(None, arriving, nothing, _added(bar, stages, nothing), formula("nothing passes back"))
    note = formula(f"step {step.index + 1} of the reverse sweep")
    return Passage(step.index, arriving, step.term, _added(bar, stages, step.term), note)


def _added(sum_: Formula, stages: list[Pieces], term: Value) -> Formula:
    """sum += term, in symbols, with numbers and worked out; of arrays in symbols and worked out, on one line."""
    if np.ndim(term) or len(stages) == 1:
        return formula(sum_, _ADDS, joined(_EQUALS, [stages[0], formula(Part(_in_line(term), RESULT))]))
    return formula(sum_, _ADDS, joined(_EQUALS, [*stages, of(term, RESULT, None)]))


def _in_line(x: Value) -> Formula:
    """A number, a vector as a row that is turned, a low matrix; of others the size."""
    shape = np.shape(x)
    if len(shape) == 1:
        return formula(value_latex(np.reshape(x, (1, -1)), _in_few_digits), "^{\\top}")
    if not shape or (len(shape) == 2 and shape[0] <= _LOW):
        return value_latex(x, _in_few_digits) if shape else value_latex(x)
    return formula(f"\\text{{array {size_text(shape)}}}")


def _in_few_digits(x: float) -> Formula:
    return number_latex(x, _DIGITS)
