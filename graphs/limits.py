"""Every bound of the house in one table, each with its reason; whoever enforces one quotes it from here.

WEB is what anonymous people get. DOOR is what Python callers get unless they pass their own: some ten times as much,
so that every call ends, and says which bound it met.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from graphs.errors import Place, TooLarge

UNBOUNDED = 1 << 60


class Bounds(NamedTuple):
    """Of one task of a child process: seconds of the clock, bytes of memory, seconds of processor time."""

    seconds: float
    memory: int
    processor: int


@dataclass(frozen=True)
class Limits:
    """Numbers that bound one request; the comment beside each is its reason."""

    # A lecture's longest program has some hundred lines; reading costs up to 20 µs a character.
    characters: int = 20_000
    # SymPy's implicit_multiplication is quadratic in the tokens of a line and recursive in its depth.
    tokens: int = 12_000
    lines: int = 1_000
    # ast.parse gives up at about 2,500 operators in a line, and its depth is bounded by the C stack.
    operations: int = 1_000
    # ast.parse refuses more than 200 nested parentheses; |x| and sin^2(x) may double a bracket.
    depth: int = 90
    # A longer name is nobody's; it would not fit the picture either.
    name: int = 64
    # A double has 17 significant digits; the rest is accepted so that pasted constants work.
    digits: int = 400
    # A double's exponent has three; the rest is accepted as it is with digits.
    exponent: int = 16
    # A 64×64 matrix; longer data is not typed, and its picture says only how long it is.
    literal: int = 4_096
    # 2,000 nodes are a picture of 2 MB; no one can read more.
    nodes: int = 2_000
    # Calls of functions in one another: each takes some ten frames of Python's stack.
    calls: int = 50
    # Turns of loops, written out: each has a node at least, as a rule.
    turns: int = 2_000
    # Words of a program with its calls and loops written out: some six for a node.
    unrolled: int = 20_000
    # Calls of the text's functions, written out: each has a node at least, as a rule.
    inlined: int = 2_000
    # Statements that are gone through, again in each turn and call: each costs some tens of microseconds.
    statements: int = 20_000
    # Conditions that are followed: each computes the values that it needs.
    tests: int = 2_000
    # Ways through a program that an input decides: each is a text that is read anew, some milliseconds.
    ways: int = 64
    inputs: int = 200
    outputs: int = 100
    # A 100×100 matrix; more cannot be read, and every entry is a number of the answer several times.
    entries: int = 10_000
    # Numbers of all nodes together: each is written as value, tangent and adjoint, some 50 bytes in all.
    total_entries: int = 200_000
    # What lists of lists and brackets can show.
    axes: int = 4
    # A Jacobian of 100 outputs by 100 inputs; a larger one is left out and said so.
    jacobian: int = 10_000
    # Node visits by the reverse passes of a Jacobian, one pass for each entry of the output: about half a second.
    jacobian_visits: int = 200_000
    # One tangent per input entry is written on every node: past 16 the answer would be mostly tangents.
    forward_passes: int = 16
    # Of a player in one file: each with its words is some 250 bytes, so that the file stays under 2 MB.
    file_steps: int = 4_000
    # Formulas and sentences are 80 % of a step's bytes; beyond this they are fetched one at a time.
    rendered_steps: int = 300
    # A program at its longest, escaped as \uXXXX, and a 100×100 matrix whose entries have all their digits.
    body: int = 400_000
    # A matrix in a point is three deep.
    nesting: int = 16
    # What every browser and proxy still passes on.
    address: int = 16_000
    # Bytes of all short links together: two million ordinary ones. Anybody may make them, and a disk is finite.
    stored: int = 1_000_000_000
    # All inputs, and every parameter that is none.
    parameters: int = 220
    # Numbers that the nodes, edges and steps of an answer write, some 20 bytes each: 12 MB.
    numbers: int = 600_000
    # Nodes of a picture: beyond this nothing can be read in it, and the layout takes more than a second.
    drawn: int = 1_000
    # Of a PNG: a slide at the highest resolution that any projector has, four times over.
    pixels: int = 16_000_000
    # Of a PDF, a picture each: a long sweep; no one prints more.
    pages: int = 300
    # Of a picture that plays: five minutes of it, two megabytes for 100 nodes.
    played_steps: int = 300
    # Seconds for a PNG or a PDF.
    print_seconds: float = 8.0
    # Characters of an answer in practice: a long fraction with roots; each operation costs mpmath some microseconds.
    answer: int = 120
    # Cells of one check: a sheet's table, with value, tangents and adjoint of every node.
    cells: int = 400
    # Points at which a program is looked at for a mistake, "another point": three for each input, one for each pair.
    practice_points: int = 64
    # Numbers that a mistake elsewhere would make of one cell: each edge on a path gives some eight.
    practice_numbers: int = 2_000
    # Input entries of a Hessian: 10,000 numbers, and one sweep on duals for each where there are arrays.
    hessian: int = 100
    # Node visits of those sweeps, each about ten times a plain one's.
    hessian_visits: int = 30_000
    # Parts of a closed form: some 700 characters, five lines of a page; no one reads a longer one.
    form_parts: int = 200
    # Brackets in brackets; SymPy prints by recursion, some eight calls a level.
    form_depth: int = 50
    # Characters of all closed forms of one answer: a form that many nodes share is written for each.
    form_characters: int = 4_000_000
    # Seconds for writing all closed forms of one answer: some ten thousand parts.
    form_seconds: float = 2.0
    # Steps of a path downhill: more points cannot be told apart in a picture.
    descent_steps: int = 1_000
    # Node visits of one path, gradients and Hessians together: half a second.
    path_visits: int = 300_000
    # Entries between a number and what its paths lead to: a 100×100 matrix; of more no path can be read.
    chain_entries: int = 10_000
    # Partials of entries along these paths, some 25 microseconds each: five paths are kept at every one.
    chain_edges: int = 50_000
    # Points of a plotted line: one for every two or three pixels of its width.
    plot_samples: int = 201
    # Points along each axis of a grid over two inputs: level lines look smooth from some 40 on.
    plot_side: int = 48
    # Node visits of one plot: about half a second where every sample is a fault, and each is described.
    plot_visits: int = 700_000
    # Seconds for the layout of one picture.
    layout_seconds: float = 3.0
    # Of the expression that SymPy differentiates, with shared nodes written out: it takes about a second for it.
    oracle_operations: int = 300
    # Seconds for SymPy's derivative.
    oracle_seconds: float = 3.0
    # Seconds of work on one answer, looked at between nodes and between its parts: more is no answer for a person.
    work_seconds: float = 4.0
    # Of these, after so many an answer waits for no child any more; what is left is enough to write it without.
    answer_seconds: float = 3.5
    # Visits up to which a question takes no turn, some tens of milliseconds: one is that of a node of one number, or of
    # an entry of an array, in a pass or in what is written; they are counted while it is answered.
    small: int = 50_000
    # Larger questions that one process answers at once: one that computes, while another waits for its child.
    large_at_once: int = 2
    # Larger questions that wait for their turn: each holds one of the threads that answer, and whoever asks again and
    # again is slowed down by it.
    large_waiting: int = 32
    # Seconds that one waits: with those of its work it is answered within five.
    turn_seconds: float = 1.0
    # Bytes that a child process may take for one task, beyond what it has: the largest layouts take some 60 MB.
    child_memory: int = 400_000_000
    # Seconds of processor time for one task: the clock ends it sooner, unless the one who watches it is gone.
    child_processor: int = 10

    def bounds(self, seconds: float) -> Bounds:
        """Of a task of a child process that may take so many seconds."""
        return Bounds(seconds, self.child_memory, self.child_processor)

    def check(self, name: str, amount: int, what: str, place: Place | None = None) -> None:
        """Raise TooLarge if `amount` passes the bound `name`; `what` finishes "at most N …"."""
        bound = getattr(self, name)
        if amount > bound:
            raise TooLarge(f"at most {bound:,} {what}; this is {amount:,}", place)


WEB = Limits()
_KEPT = (
    "operations depth calls name digits rendered_steps drawn layout_seconds oracle_operations oracle_seconds "
    "answer_seconds exponent form_parts form_depth form_characters form_seconds child_memory child_processor "
    "work_seconds turn_seconds answer practice_points practice_numbers plot_samples plot_side print_seconds"
).split()
# What one waits for on a machine of one's own: each of these takes some seconds, or a gigabyte. More is asked for by
# limits=replace(DOOR, turns=10**6).
DOOR = replace(
    Limits(**{field.name: UNBOUNDED for field in fields(Limits) if field.name not in _KEPT}),
    characters=1_000_000, tokens=500_000, lines=20_000, literal=1_000_000, nodes=200_000, turns=20_000,
    unrolled=500_000, inlined=20_000, statements=200_000, tests=20_000, ways=1_000, inputs=20_000, outputs=20_000,
    entries=1_000_000, total_entries=20_000_000, jacobian=1_000_000, jacobian_visits=2_000_000, forward_passes=256,
    file_steps=100_000, pixels=200_000_000, pages=3_000, hessian=1_000, hessian_visits=500_000, descent_steps=50_000,
    path_visits=5_000_000, plot_visits=5_000_000, played_steps=3_000,
)  # fmt: skip

PREFIX = "WENGERT_LIMIT_"


def limits_from(environ: Mapping[str, str], base: Limits = WEB) -> Limits:
    """`base` with what the environment says (WENGERT_LIMIT_NODES=500). Raises ValueError where it cannot be read."""
    kinds = {PREFIX + field.name.upper(): (field.name, type(getattr(WEB, field.name))) for field in fields(Limits)}
    amounts: dict[str, Any] = {}
    for key, text in environ.items():
        if key in kinds:
            name, kind = kinds[key]
            amounts[name] = _amount(key, text, kind)
        elif key.startswith(PREFIX):
            raise ValueError(f"{key} is no limit; there are {', '.join(kinds)}")
    return replace(base, **amounts)


def _amount(key: str, text: str, kind: type[int] | type[float]) -> float:
    what = "a whole number" if kind is int else "a number"
    try:
        amount = kind(text)
    except ValueError:
        raise ValueError(f"{key} must be {what} above 0, not {text!r}") from None
    if not 0 < amount < math.inf:
        raise ValueError(f"{key} must be {what} above 0, not {text!r}")
    return amount
