"""Every kind of sentence with one example from a real program: python scripts/sentences.py writes docs/sentences.md.

Whoever changes a sentence reads the table over: it must be true, and said as a good teacher of calculus would say it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from graphs.explain import cost, rules
from graphs.explain.edge import edge_with, explain_edge
from graphs.explain.steps import explain
from graphs.explain.why import why
from graphs.limits import DOOR
from graphs.paths.asked import paths_of
from graphs.paths.causes import cause_of
from graphs.study import study

PATH = Path(__file__).resolve().parent.parent / "docs" / "sentences.md"
At = dict[str, Any]
Row = tuple[str, str, At, str]  # what it tells, the program, the point, the sentence

LONG = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]
MATRIX = [[2.0, 1.0], [0.0, 3.0]]
# What a step tells; program, point, what else is asked; the sweep, the node that it writes (c1 …), which of its steps.
STEPS: list[tuple[str, str, At, dict[str, Any], str, int, int]] = [
    ("an input's value", "x**2", {"x": 3}, {}, "value", 1, 0),
    ("data", "k = 2\nx**k", {"x": 3}, {}, "value", 2, 0),
    ("a value", "x + y", {"x": 3, "y": 4}, {}, "value", 3, 0),
    ("a comparison", "where(x > 1, x, y)", {"x": 3, "y": 4}, {}, "value", 3, 0),
    ("a value of nothing long", "sum(x)", {"x": LONG}, {}, "value", 2, 0),
    ("equal subexpressions that are one", "sin(x*y) + x*y", {"x": 3, "y": 4}, {}, "value", 3, 0),
    ("a value that is undefined", "log(x)", {"x": -1}, {}, "value", 2, 0),
    ("the input that moves", "x*y", {"x": 3, "y": 4}, {}, "forward:x", 1, 0),
    ("an input that stays", "x*y", {"x": 3, "y": 4}, {}, "forward:x", 2, 0),
    ("the entry that moves", "sum(x**2)", {"x": [3, 4]}, {}, "forward:x[0]", 1, 0),
    ("an input that stays while an entry moves", "sum(x*y)", {"x": [3, 4], "y": 2}, {}, "forward:x[0]", 2, 0),
    ("a direction", "x*y", {"x": 3, "y": 4}, {"direction": {"x": 1, "y": 2}}, "forward:direction", 2, 0),
    ("a slope above 0", "x**2", {"x": 3}, {}, "forward:x", 2, 0),
    ("a slope of 1", "x + 2", {"x": 3}, {}, "forward:x", 2, 0),
    ("a slope of -1", "-x", {"x": 3}, {}, "forward:x", 2, 0),
    ("a slope below 0", "cos(x)", {"x": 1}, {}, "forward:x", 2, 0),
    ("a slope of 0", "cos(x)", {"x": 0}, {}, "forward:x", 2, 0),
    ("an infinite slope", "sqrt(x)", {"x": 0}, {}, "forward:x", 2, 0),
    ("nothing passes", "relu(x)", {"x": -1}, {}, "forward:x", 2, 0),
    ("nothing moves", "exp(x) + y", {"x": 1, "y": 2}, {}, "forward:y", 3, 0),
    ("several operands", "x*y", {"x": 3, "y": 4}, {}, "forward:x", 3, 0),
    ("several operands, one of which passes nothing", "max(x, y)", {"x": 3, "y": 4}, {}, "forward:y", 3, 0),
    ("a tangent that is undefined", "log(x)", {"x": -1}, {}, "forward:x", 2, 0),
    ("arrays, entry by entry", "sum(exp(x))", {"x": [0, 1]}, {}, "forward:x[0]", 2, 0),
    ("an array's map", "A @ x", {"A": MATRIX, "x": [1, 2]}, {"direction": {"A": MATRIX, "x": [1, 0]}},
     "forward:direction", 3, 0),
    ("an array that does not move", "sum(x**2)", {"x": [0, 0]}, {}, "forward:x[0]", 2, 0),
    ("arrays of which none moves", "sum(x*y) + z", {"x": [1, 2], "y": [3, 4], "z": 1}, {}, "forward:z", 4, 0),
    ("a long array", "sum(exp(x))", {"x": LONG}, {"direction": {"x": LONG}}, "forward:direction", 2, 0),
    ("the output", "x**2", {"x": 3}, {}, "reverse", 2, 0),
    ("a cotangent", "[x, 2*x]", {"x": 3}, {"cotangent": [1, 2]}, "reverse", 3, 0),
    ("back along a slope above 0", "x**2 + y", {"x": 3, "y": 1}, {}, "reverse", 1, 0),
    ("back along a slope below 0", "cos(x)", {"x": 1}, {}, "reverse", 1, 0),
    ("back along a slope of 1", "exp(x) + y", {"x": 0, "y": 1}, {}, "reverse", 1, 0),
    ("back along a slope of -1", "-x", {"x": 3}, {}, "reverse", 1, 0),
    ("back along a slope of 0", "cos(x) + y", {"x": 0, "y": 1}, {}, "reverse", 1, 0),
    ("back along an infinite slope", "sqrt(x)", {"x": 0}, {}, "reverse", 1, 0),
    ("back, and on to the output", "exp(2*x)", {"x": 0.5}, {}, "reverse", 1, 0),
    ("the same, below 0", "-3*exp(x)", {"x": 0}, {}, "reverse", 1, 0),
    ("the same, by -1", "-(2*x)", {"x": 3}, {}, "reverse", 1, 0),
    ("the same, by nothing", "cos(sin(x))", {"x": 0}, {}, "reverse", 1, 0),
    ("the first of several uses", "x*exp(x)", {"x": 1}, {}, "reverse", 1, 0),
    ("a further use", "x*exp(x)", {"x": 1}, {}, "reverse", 1, 1),
    ("uses of which some pass nothing", "x + relu(x) + x", {"x": -1}, {}, "reverse", 1, 1),
    ("an output that is used", "a = x**2\n[a, 3*a]", {"x": 3}, {"cotangent": [1, 2]}, "reverse", 2, 1),
    ("an output that is used once", "a = x**2\na, 3*a", {"x": 3}, {"cotangent": [1, 2]}, "reverse", 2, 1),
    ("an adjoint that is undefined", "log(x)", {"x": -1}, {}, "reverse", 1, 0),
    ("back entry by entry", "sum(exp(x))", {"x": [0, 1]}, {}, "reverse", 1, 0),
    ("back to what is repeated", "sum(x*y)", {"x": 2, "y": [3, 4]}, {}, "reverse", 1, 0),
    ("back through a softmax", "softmax(x) @ y", {"x": [1, 2, -1], "y": [1, 2, 3]}, {}, "reverse", 1, 0),
    ("back to a long array", "sum(exp(x))", {"x": LONG}, {}, "reverse", 1, 0),
    ("a use of an array", "sum(x*x)", {"x": [1, 2]}, {}, "reverse", 1, 0),
]  # fmt: skip
# What an edge tells; program, point, the edge.
EDGES: list[tuple[str, str, At, str]] = [
    ("a nudge", "exp(x1)*(x1**2 + x2**2)**3", {"x1": 0, "x2": 2}, "c7-0"),
    ("a nudge that makes it fall", "cos(x)", {"x": 1}, "c2-0"),
    ("one of several places", "x*x", {"x": 3}, "c2-1"),
    ("of the second order", "x**2", {"x": 0}, "c2-0"),
    ("nothing passes", "relu(x)", {"x": -1}, "c2-0"),
    ("a smaller nudge", "log(x)", {"x": 1e-6}, "c2-0"),
    ("a larger nudge", "x + 1", {"x": 1e20}, "c2-0"),
    ("no nudge that shows it", "sin(x)", {"x": 1.5707963267948966}, "c2-0"),
    ("a kink", "abs(x)", {"x": 0}, "c2-0"),
    ("a jump", "sign(x)", {"x": 0}, "c2-0"),
    ("an infinite slope", "sqrt(x)", {"x": 0}, "c2-0"),
    ("an infinite slope at a border", "asin(x)", {"x": 1}, "c2-0"),
    ("undefined", "log(x)", {"x": -1}, "c2-0"),
    ("no partial", "x**y", {"x": -8, "y": 2}, "c3-1"),
    ("a condition", "where(x > 0, x, y)", {"x": 2, "y": 1}, "c4-0"),
    ("a comparison", "where(x > 0, x, y)", {"x": 2, "y": 1}, "c3-0"),
    ("data", "k = 3*2\nk*x", {"x": 1}, "c3-0"),
    ("a map", "sum(x)", {"x": [1, 2]}, "c2-0"),
    ("a Jacobian", "softmax(x)[0]", {"x": [1, 2]}, "c2-0"),
    ("entry by entry", "sum(exp(x))", {"x": [0, 1]}, "c2-0"),
    ("a large array", "sum(A @ B)", {"A": [[1.0] * 4] * 5, "B": [[2.0] * 5] * 4}, "c3-0"),
    ("entries at a kink", "sum(abs(x))", {"x": [0, 0]}, "c2-0"),
    ("entries with infinite slopes", "sum(sqrt(x))", {"x": [0, 0]}, "c2-0"),
    ("an array that stays to first order", "sum(cos(x))", {"x": [0, 0]}, "c2-0"),
    ("a value that no nudge shows", "sum(sin(x))", {"x": [1.5707963267948966]}, "c2-0"),
    ("an array that nothing moves", "sum(sign(x))", {"x": [1, 2]}, "c2-0"),
]  # fmt: skip
# A program for each kind of issue.
ISSUES: list[tuple[str, At]] = [
    ("log(x)", {"x": -1}), ("exp(x)", {"x": 1000}), ("exp(x) - exp(x + y)", {"x": 1000, "y": 1}),
    ("x**2", {"x": 1e-200}), ("sqrt(x)", {"x": 0}),
    ("abs(x)", {"x": 0}), ("x**2", {"x": 3, "y": 1}), ("x*y", {"x": 3}), ("sigmoid(x)", {"x": 40}),
    ("sign(x)*y", {"x": 0, "y": 2}), ("(exp(x) - 1)/x", {"x": 1e-9}),
]  # fmt: skip

# A number for each cause: a program, the point, the number.
PATHS: list[tuple[str, At, str]] = [
    ("sigmoid(sigmoid(sigmoid(x)))", {"x": 0.3}, "x"), ("w*(w*(w*(w*x)))", {"w": 3, "x": 1}, "x"),
    ("sigmoid(x)", {"x": 10}, "x"), ("f = sigmoid(a)\nf*c", {"a": -8, "c": 1}, "c"), ("log(x)", {"x": 0.001}, "x"),
    ("1/x", {"x": 0.01}, "x"), ("softmax(s) @ v", {"s": [4, 0], "v": [1, 2]}, "v[1]"), ("relu(x)", {"x": -1}, "x"),
    ("max(x, y)", {"x": 1, "y": 2}, "x"), ("x*y", {"x": 1, "y": 0}, "x"), ("detach(x)", {"x": 1}, "x"),
    ("where(x > 0, y, z)", {"x": 1, "y": 2, "z": 3}, "z"), ("1000*x - 999.9*x", {"x": 3}, "x"),
    ("max(x, y)", {"x": 2, "y": 2}, "x"), ("x*detach(x)", {"x": 3}, "x"), ("x + 0.1*tanh(x)", {"x": 0.5}, "x"),
    ("-log(softmax(z)[0])", {"z": [-6, 4, 1]}, "z[0]"), ("x*y + x", {"x": 1, "y": 2}, "x"),
    ("x*y", {"x": 1, "y": 2}, "x"), ("x*y", {"x": 1, "y": 2}, "c3"), ("x**2", {"x": 1, "y": 2}, "y"),
    ("log(x)", {"x": -1}, "x"), ("sqrt(x)", {"x": 0}, "x"), ("x+x+x+x+x+x+x+x+x+x+x", {"x": 1}, "x"),
]  # fmt: skip


def steps() -> Iterator[Row]:
    for tells, program, at, asked, sweep, node, which in STEPS:
        made = study(program, at, **asked)
        name, _, entry = sweep.partition(":")
        step = [each for each in made.steps(name, entry or None) if each.node == node - 1][which]
        yield tells, program, at, str(explain(made, step).words)


def edges() -> Iterator[Row]:
    for tells, program, at, name in EDGES:
        made = study(program, at)
        edge = edge_with(made, name)
        assert edge is not None, (program, name)
        yield tells, program, at, explain_edge(made, edge).words


def operations() -> Iterator[Row]:
    """Each row of operations: what its node's forward step tells, and its steps back."""
    for family in rules.families():
        for name in family.rows:
            for stated in rules.statements(name):
                told = [stated.forward, *stated.reverse]
                for each in dict.fromkeys(str(one.words) for one in told if one is not None):
                    yield name, stated.program, stated.at, each


def kinks() -> Iterator[Row]:
    for family in rules.families():
        for name in family.rows:
            for stated in rules.statements(name):
                if stated.kink:
                    yield name, stated.program, {}, stated.kink


def issues() -> Iterator[Row]:
    for program, at in ISSUES:
        for issue in study(program, at).issues:
            yield issue.kind.value, program, at, issue.message


def reasons() -> Iterator[Row]:
    for program, at in (
        ("y/(x - 2)", {"x": 2, "y": 1}),
        ("log(x)*y", {"x": -1, "y": 1}),
        ("sqrt(x)*y", {"x": 0, "y": 1}),
    ):
        told = why(study(program, at))
        assert told is not None
        yield "why", program, at, told["message"]
        yield "the remedy", program, at, told["remedy"]


def causes() -> Iterator[Row]:
    for program, at, asked in PATHS:
        made = study(program, at)
        told = paths_of(made, asked, DOOR)
        cause = cause_of(made, told)
        yield cause.kind, program, at, cause.message


def costs() -> Iterator[Row]:
    program, at = "exp(x1)*(x1**2 + x2**2)**3", {"x1": 0, "x2": 2}
    for sentence in cost.document(study(program, at))["growth"]:
        yield "growth", program, at, sentence


SECTIONS = (
    ("Steps", steps), ("Edges", edges), ("Operations", operations), ("Kinks", kinks), ("Issues", issues),
    ("Why a number is none", reasons), ("Why a number is small, large or 0", causes), ("Cost", costs),
)  # fmt: skip


def text() -> str:
    """The whole of docs/sentences.md."""
    lines = [
        "# The sentences",
        "",
        "Every kind of sentence, with an example from a real program. `python scripts/sentences.py` makes this table;",
        "a test holds it to the programs. Numbers in sentences have five digits, moves of a nudge three.",
    ]
    for title, rows in SECTIONS:
        lines += [
            "",
            f"## {title}",
            "",
            "| | program | sentence |",
            "| --- | --- | --- |",
            *map(_line, _unlike(rows())),
        ]
    return "\n".join(lines) + "\n"


def _unlike(rows: Iterable[Row]) -> Iterator[Row]:
    """Without rows that say the same of the same again."""
    seen = set()
    for row in rows:
        key = str(row)
        if key not in seen:
            seen.add(key)
            yield row


def _line(row: Row) -> str:
    tells, program, at, sentence = row
    lines = program.replace("\n", "; ")
    point = ", ".join(f"{name} = {_short(value)}" for name, value in at.items())
    asked = f"`{lines}`" + (f" at {point}" if point else "")
    return f"| {tells} | {asked} | {sentence} |".replace("|c1|", "\\|c1\\|")


def _short(value: Any) -> str:
    written = str(value).replace(".0", "") if isinstance(value, list) else f"{value:.8g}"
    return written if len(written) <= 40 else f"{written[:30]}…"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
