"""The first sentence names the cause: ten questions that are known to be asked, their brothers, and what has none."""

from __future__ import annotations

import re
from typing import Any

import pytest

from graphs.limits import WEB
from graphs.paths.asked import paths_of
from graphs.paths.causes import cause_of
from graphs.study import study

DEEP = "h = x\n" + "h = sigmoid(h)\n" * 10 + "h"
RNN = "h = 0\n" + "".join(f"h = w*h + u*x{k}\n" for k in range(1, 9)) + "h"
LSTM = "f = sigmoid(a)\ni = sigmoid(b)\ng = tanh(d)\nc = f*c0 + i*g\nh = sigmoid(o)*tanh(c)\nh"
GATES = {"a": -8.0, "b": 1.0, "d": 0.5, "c0": 0.7, "o": 1.0}
RESIDUAL = "h = x + 0.1*tanh(w*x)\nh = h + 0.1*tanh(w*h)\nh"
ATTENTION, KEYS = "softmax([q*k1, q*k2, q*k3]) @ v", {"q": 3.0, "k1": 1.0, "k2": -1.0, "k3": -0.5, "v": [1.0, 2.0, 3.0]}
LOGITS = {"z": [-6.0, 4.0, 1.0]}
# The program, its point, what is asked, the kind, and what the first sentence says.
TEN: list[tuple[str, dict[str, Any], str, str, list[str]]] = [
    (DEEP, {"x": 0.3}, "x", "vanishing", ["10 slopes of sigmoid, each at most 0.24446", "small"]),
    (RNN, {"w": 2.0, "u": 1.0} | {f"x{k}": 0.1 for k in range(1, 9)}, "x1", "exploding", ["7 factors w = 2", "128"]),
    ("relu(w*x + b)", {"w": 1.0, "x": -2.0, "b": 0.5}, "w", "zero", ["0 because relu(c5) is flat at c5 = -1.5"]),
    (LSTM, GATES, "c0", "small factor", ["f = 0.00033535, a sigmoid that is saturated at a = -8"]),
    ("(1 + x) - x", {"x": 3.0}, "x", "cancellation", ["+1 and -1 leave 0", "cancel"]),
    (RESIDUAL, {"x": 0.5, "w": 0.5}, "x", "skip", ["91.2 %", "the path that skips", "its factors are all 1"]),
    (ATTENTION, KEYS, "v[0]", "one path", ["softmax c10 gives c5[0] the weight 0.98659, the dominant one"]),
    ("p = softmax(z)\n-log(p[0])", LOGITS, "p[0]", "large factor",
     ["log(f1) is steep at f1 = 4.32·10^-5, a small weight of softmax"]),
    ("y*stop_gradient(x) + x", {"x": 3.0, "y": 1.0}, "x", "detached", ["detach(c1) lets no derivative through"]),
    ("max(x, y)", {"x": 2.0, "y": 2.0}, "x", "kink", ["max(c1, c2) stands at a tie", "0.5, by convention"]),
]  # fmt: skip
BROTHERS: list[tuple[str, dict[str, Any], str, str, list[str]]] = [
    (LSTM, GATES, "a", "small factor", ["sigmoid(a) is saturated: at a = -8 its slope is 0.00033524"]),
    ("1000*x - 999.9*x", {"x": 3.0}, "x", "cancellation", ["+1,000 and -999.9 leave 0.1"]),
    ("x + sin(x)", {"x": 1.5}, "x", "skip", ["93.4 % of the adjoint of c1", "skips c2"]),
    (ATTENTION, KEYS, "v[1]", "small factor", ["the weight 0.0024455, where the dominant one is 0.98659"]),
    ("-log(softmax(z)[0])", LOGITS, "z[0]", "undone", ["log(c3) multiplies by 23124 and softmax by 4.32·10^-5"]),
    ("detach(x)*2", {"x": 3.0}, "x", "zero", ["0 because detach(c1) lets no derivative through"]),
    ("max(x)", {"x": [1.0, 3.0, 3.0]}, "x[1]", "kink", ["max(c1) stands at a tie"]),
    ("relu(x)", {"x": 0.0}, "x", "kink", ["relu(c1) has a kink here", "use 0, by convention"]),
    ("sign(x) + x", {"x": 0.0}, "x", "kink", ["sign(c1) jumps here"]),
    ("max(x, y)", {"x": 1.0, "y": 2.0}, "x", "zero", ["max(c1, c2) takes another operand: c1 = 1 is not the largest"]),
    ("where(x > 0, y, z)", {"x": 1.0, "y": 2.0, "z": 3.0}, "z", "zero", ["does not take"]),
    ("x*y", {"x": 2.0, "y": 0.0}, "x", "zero", ["c1 is multiplied by c2 = 0 in c3"]),
    ("floor(x)*2", {"x": 1.3}, "x", "zero", ["floor(c1) is flat at c1 = 1.3"]),
    ("sigmoid(x)", {"x": 800.0}, "x", "zero", ["sigmoid(c1) is saturated: at c1 = 800 its slope is 0"]),
    ("x**2", {"x": 1.0, "y": 2.0}, "y", "no path", ["no path leads from it to the output"]),
    ("x + 0*y", {"x": 1.0, "y": 2.0}, "c3.tangent:x", "no path", ["no path leads from x to c3"]),
    ("log(x)", {"x": -1.0}, "x", "undefined", ["log(c1) has no derivative here"]),
    ("sqrt(x)*3", {"x": 0.0}, "x", "infinite", ["sqrt(c1) has an infinite slope here"]),
    ("h = x\n" + "h = sigmoid(h)\n" * 600 + "h", {"x": 0.3}, "x", "vanishing", ["600 slopes", "about 10^-389"]),
    ("h = x\n" + "h = h + h\n" * 60 + "h", {"x": 0.3}, "x", "many paths", ["about 10^18", "the largest of which adds 1"]),
    ("1/x", {"x": 1e-4}, "x", "large factor", ["1/c1 divides by c1 = 0.0001"]),
    ("exp(x)", {"x": 1.0}, "c2", "seed", ["The adjoint of c2 is 1: the sweep begins with it"]),
    ("x + 1", {"x": 1.0}, "x", "one path", ["along its only path: its factors are all 1"]),
    ("x*y + x", {"x": 1.0, "y": 2.0}, "x", "several paths", ["The 2 paths add up to 3, the largest 2"]),
]  # fmt: skip


@pytest.mark.parametrize("program, at, asked, kind, says", [*TEN, *BROTHERS])
def test_the_first_sentence_names_the_cause(
    program: str, at: dict[str, Any], asked: str, kind: str, says: list[str]
) -> None:
    made = study(program, at, limits=WEB)
    cause = cause_of(made, paths_of(made, asked, WEB))
    first = re.split(r"\. (?=[A-Z])", str(cause.message))[0]
    assert cause.kind == kind, cause
    for each in says:
        assert each in first


def test_where_factors_come_in_and_through_which_lines() -> None:
    made = study("h = x\n" + "h = sigmoid(2*h)\n" * 10 + "h", {"x": 0.3}, limits=WEB)
    cause = cause_of(made, paths_of(made, "x", WEB))
    assert str(cause.message).endswith("The largest path goes through h (10 times).")
    assert [made.graph.rows[edge.target].name for edge in cause.edges] == ["sigmoid"] * 10


def test_names_in_the_words_are_parts() -> None:
    """A reader colours and links nodes; what begins a sentence too."""
    made = study(LSTM, GATES, limits=WEB)
    parts = cause_of(made, paths_of(made, "c0", WEB)).message.parts
    assert next(part.node for part in parts if not isinstance(part, str)) == made.graph.inputs.index("c0")
