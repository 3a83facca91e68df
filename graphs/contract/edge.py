"""An edge explained → plain dict, and what its answer holds, key by key."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from graphs.autodiff.graph import Edge
from graphs.contract.parts import parts
from graphs.contract.schemas.answer import Parts
from graphs.contract.strict import Finite, Numbers, Place, Real, Strict
from graphs.explain.edge import EdgeExplanation, Passage, explain_edge
from graphs.explain.nudges import Nudge
from graphs.notation.names import id_of
from graphs.operations.flows import outside
from graphs.strict_json import number, numbers
from graphs.study import Study


class NudgeDocument(Strict):
    """The operation tried out: its operand moved by `by`, in one entry where it is an array; the node's value then, and
    how far that is from the value at the point."""

    by: Finite
    entry: list[int] | None
    operand: Real
    value: Numbers
    moved: Numbers


class PassageDocument(Strict):
    """What one sweep carries along the edge: what comes to it, and the term that leaves it, in LaTeX with all stages.

    step: its step within the sweep, from 0; null where none carries anything.
    """

    step: int | None
    arriving: Numbers
    term: Numbers
    latex: str
    text: str = Field(description="Which sweep, or which step of it, that is; or that nothing passes.")


class ForwardPassage(PassageDocument):
    """The same of the forward sweep along one entry, or along `direction`."""

    entry: str


class EdgeParts(Strict):
    """The edge's formulas and sentences in parts; null where there are none."""

    heading: Parts
    rule: Parts | None
    numbers: Parts | None
    words: Parts
    forward: Parts | None
    reverse: Parts | None


class EdgeAnswer(Strict):
    """One edge: its partial in symbols, with numbers and by a nudge, and what both sweeps carry along it.

    An edge of arrays carries a linear map: `latex` is its Jacobian with its shape, or how it maps a tangent.
    """

    id: str
    source: str = Field(alias="from")
    to: str
    operation: str = Field(description="Of the node that it leads to, whose rule it is.")
    rule: str = Field(description="The rule of differentiation, as the steps of its node have it.")
    place: Place | None = Field(description="Of that operation's sign in the program.")
    heading: str
    latex: str | None
    numbers: str | None
    text: str
    partial: Numbers
    nudges: list[NudgeDocument] = Field(
        description="What `text` tells of: one; at a kink, and where the slope is infinite, two; none from data."
    )
    forward: ForwardPassage | None
    reverse: PassageDocument | None = Field(description="Null where there is no single reverse sweep.")
    parts: EdgeParts | None = Field(default=None, description="With `parts` in include.")


def document(study: Study, edge: Edge, wrt: str | None, in_parts: bool) -> dict[str, Any]:
    """The contract's answer about an edge. wrt: the forward pass (None: the first)."""
    told = explain_edge(study, edge, wrt)
    graph, target = study.graph, edge.target
    place = graph.places[target]
    is_number = graph.rows[target].maps is None and edge.source not in graph.data
    return {
        "id": f"{id_of(target)}-{edge.slot}",
        "from": id_of(edge.source),
        "to": id_of(target),
        "operation": graph.rows[target].name,
        "rule": graph.rows[target].rule,
        "place": None if place is None else place._asdict(),
        "heading": told.heading,
        "latex": told.rule,
        "numbers": told.numbers,
        "text": told.words,
        "partial": numbers(outside(study.partial(edge), graph.shapes[target])) if is_number else None,
        "nudges": [*map(_nudge, told.nudges)],
        "forward": None if told.forward is None else {"entry": told.forward[0], **_passage(told.forward[1])},
        "reverse": None if told.reverse is None else _passage(told.reverse),
        **({"parts": _parts(told)} if in_parts else {}),
    }


def _nudge(nudge: Nudge) -> dict[str, Any]:
    return {
        "by": nudge.by,
        "entry": [*nudge.entry] if nudge.entry else None,
        "operand": number(nudge.operand),
        "value": numbers(nudge.value),
        "moved": numbers(nudge.moved),
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "step": passage.step,
        "arriving": numbers(passage.arriving),
        "term": numbers(passage.term),
        "latex": passage.rule,
        "text": passage.note,
    }


def _parts(told: EdgeExplanation) -> dict[str, Any]:
    return {
        "heading": parts(told.heading),
        "rule": None if told.rule is None else parts(told.rule),
        "numbers": None if told.numbers is None else parts(told.numbers),
        "words": parts(told.words),
        "forward": None if told.forward is None else parts(told.forward[1].rule),
        "reverse": None if told.reverse is None else parts(told.reverse.rule),
    }
