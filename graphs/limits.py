"""Every bound of the house in one table, each with its reason; whoever enforces one quotes it from here.

WEB is what anonymous people get. DOOR is what Python callers get unless they pass their own: it keeps
only what the machinery itself cannot go past.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from graphs.errors import Place, TooLarge

UNBOUNDED = 1 << 60


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
    # A 64×64 matrix; longer data is not typed, and its picture says only how long it is.
    literal: int = 4_096
    # 2,000 nodes are a picture of 2 MB; no one can read more.
    nodes: int = 2_000
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
    # Nodes of a picture: beyond this nothing can be read in it, and the layout takes more than a second.
    drawn: int = 1_000
    # Input entries of a Hessian: 10,000 numbers, and one sweep on duals for each where there are arrays.
    hessian: int = 100
    # Node visits of those sweeps, each about ten times a plain one's.
    hessian_visits: int = 30_000
    # Parts of a closed form: some 700 characters, five lines of a page; no one reads a longer one.
    form_parts: int = 200
    # Brackets in brackets; SymPy prints by recursion, some eight calls a level.
    form_depth: int = 50
    # Seconds for writing all closed forms of one answer: some ten thousand parts.
    form_seconds: float = 2.0
    # Steps of a path downhill: more points cannot be told apart in a picture.
    descent_steps: int = 1_000
    # Node visits of one path, gradients and Hessians together: half a second.
    path_visits: int = 300_000
    # Points of a plotted line: one for every two or three pixels of its width.
    plot_samples: int = 201
    # Points along each axis of a grid over two inputs: level lines look smooth from some 40 on.
    plot_side: int = 48
    # Node visits of one plot: about half a second where every sample is a fault, which is told one by one.
    plot_visits: int = 700_000
    # Seconds for the layout of one picture.
    layout_seconds: float = 4.0
    # Of the expression that SymPy differentiates, with shared nodes written out: it takes about a second for it.
    oracle_operations: int = 300
    # Seconds for SymPy's derivative.
    oracle_seconds: float = 4.0

    def check(self, name: str, amount: int, what: str, place: Place | None = None) -> None:
        """Raise TooLarge if `amount` passes the bound `name`; `what` finishes "at most N …"."""
        bound = getattr(self, name)
        if amount > bound:
            raise TooLarge(f"at most {bound:,} {what}; this is {amount:,}", place)


WEB = Limits()
_KEPT = (
    "operations depth name digits rendered_steps drawn layout_seconds oracle_operations oracle_seconds form_parts "
    "form_depth form_seconds"
).split()
DOOR = Limits(**{field.name: UNBOUNDED for field in fields(Limits) if field.name not in _KEPT})
