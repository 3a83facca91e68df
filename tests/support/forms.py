"""Programs whose forms are read back: the assignment, least squares, an LSTM, a fault, Greek names."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

LSTM = """i = sigmoid(wi*x + ui*h + bi)
f = sigmoid(wf*x + uf*h + bf)
o = sigmoid(wo*x + uo*h + bo)
g = tanh(wg*x + ug*h + bg)
c' = f*c + i*g
h' = o*tanh(c')
L = (v*h' - t)**2"""
LSTM_AT = {
    "x": 1.0, "h": 0.5, "c": -0.4, "wi": 0.6, "ui": -0.4, "bi": 0.1, "wf": 0.8, "uf": 0.2, "bf": 1.0, "wo": -0.5,
    "uo": 0.7, "bo": 0.2, "wg": 1.2, "ug": -0.6, "bg": 0.0, "v": 2.0, "t": 0.5,
}  # fmt: skip


class Shown(NamedTuple):
    """A program at a point. seen: texts that its picture has."""

    name: str
    program: str
    at: dict[str, Any]
    seen: frozenset[str]

    @property
    def parameters(self) -> list[tuple[str, str]]:
        return [("e", self.program), *((f"at.{name}", json.dumps(value)) for name, value in self.at.items())]


PROGRAMS = [
    Shown("assignment", "exp(x1)*(x1**2 + x2**2)**3", {"x1": 0.0, "x2": 2.0}, frozenset({"64", "192"})),
    Shown("least squares", "sum((A@x - b)**2)", {"A": [[1.0, 2.0], [3.0, 4.0]], "x": [1.0, 2.0], "b": [0.0, 1.0]},
          frozenset({"125"})),
    Shown("LSTM", LSTM, LSTM_AT, frozenset({"0.15997", "−0.70645"})),
    Shown("fault", "log(x)*y", {"x": -1.0, "y": 2.0}, frozenset({"undefined"})),
    Shown("Greek names", "alpha*beta + sin(theta)", {"alpha": 2.0, "beta": 3.0, "theta": 0.5}, frozenset({"6.4794"})),
]  # fmt: skip
