"""Random programs of vectors and matrices, with their values by NumPy; well inside every function's domain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

Shape = tuple[int, ...]


@dataclass
class Grown:
    """A program's text, its point, and what NumPy makes of it."""

    text: str
    point: dict[str, Any]
    value: Any


@dataclass
class _Named:
    name: str
    value: Any

    @property
    def shape(self) -> Shape:
        return np.shape(self.value)


def _softmax(x: Any) -> Any:
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


# text, by NumPy, whether it takes the shape; all are smooth at every point
ONE: list[tuple[str, Callable[[Any], Any], Callable[[Shape], bool]]] = [
    ("sin({0})", np.sin, lambda s: True),
    ("tanh({0})", np.tanh, lambda s: True),
    ("sigmoid({0})", lambda x: 1 / (1 + np.exp(-x)), lambda s: True),
    ("sqrt({0}**2 + 1)", lambda x: np.sqrt(x**2 + 1), lambda s: True),
    ("log(1.5 + sin({0}))", lambda x: np.log(1.5 + np.sin(x)), lambda s: True),
    ("-{0}/2", lambda x: -x / 2, lambda s: True),
    ("1/(1.5 + cos({0}))", lambda x: 1 / (1.5 + np.cos(x)), lambda s: True),
    ("sum({0})", np.sum, lambda s: True),
    ("mean({0})", np.mean, lambda s: len(s) > 0),
    ("{0}.sum(axis=0)", lambda x: x.sum(0), lambda s: len(s) == 2),
    ("mean({0}, axis=1)", lambda x: x.mean(1), lambda s: len(s) == 2),
    ("sum({0}, axis=1, keepdims=True)", lambda x: x.sum(1, keepdims=True), lambda s: len(s) == 2),
    ("softmax({0})", _softmax, lambda s: len(s) > 0),
    ("log_softmax({0})", lambda x: np.log(_softmax(x)), lambda s: len(s) > 0),
    ("logsumexp({0})", lambda x: np.log(np.exp(x).sum(-1)), lambda s: len(s) > 0),
    ("{0}.T", np.transpose, lambda s: len(s) == 2),
    ("reshape({0}, [-1])", np.ravel, lambda s: len(s) == 2),
    ("cumsum({0})", np.cumsum, lambda s: len(s) > 0),
    ("{0}[0]", lambda x: x[0], lambda s: len(s) > 0),
    ("{0}[:, -1]", lambda x: x[:, -1], lambda s: len(s) == 2),
    ("diag({0})", np.diag, lambda s: len(s) == 1),
    ("outer({0}, {0})", lambda x: np.outer(x, x), lambda s: len(s) == 1),
    ("trace({0} @ {0}.T)", lambda x: np.trace(x @ x.T), lambda s: len(s) == 2),
    ("norm({0} - 9)", lambda x: np.linalg.norm(x - 9), lambda s: len(s) > 0),
    ("inv(tanh({0} @ {0}.T) + 9*eye({n}))", lambda x: np.linalg.inv(np.tanh(x @ x.T) + 9 * np.eye(len(x))),
     lambda s: len(s) == 2),
    ("logdet(tanh({0} @ {0}.T) + 9*eye({n}))",
     lambda x: np.linalg.slogdet(np.tanh(x @ x.T) + 9 * np.eye(len(x)))[1], lambda s: len(s) == 2),
    ("[{0}, 2, {0}*{0}]", lambda x: np.array([x, 2, x * x]), lambda s: s == ()),
]  # fmt: skip
TWO: list[tuple[str, Callable[[Any, Any], Any], Callable[[Shape, Shape], bool]]] = [
    ("{0} + {1}", np.add, lambda s, t: _broadcasts(s, t)),
    ("{0} - {1}", np.subtract, lambda s, t: _broadcasts(s, t)),
    ("{0} * {1}", np.multiply, lambda s, t: _broadcasts(s, t)),
    ("{0} / (1.5 + sin({1}))", lambda x, y: x / (1.5 + np.sin(y)), lambda s, t: _broadcasts(s, t)),
    ("{0} @ {1}", np.matmul, lambda s, t: bool(s and t) and s[-1] == t[0]),
    ("dot({0}, {1})", np.dot, lambda s, t: len(s) == len(t) == 1 and s == t),
    ("outer({0}, {1})", np.outer, lambda s, t: len(s) == len(t) == 1),
    ("concat({0}, {1})", lambda x, y: np.concatenate([x, y]), lambda s, t: len(s) == len(t) > 0 and s[1:] == t[1:]),
    ("stack([{0}, {1}])", lambda x, y: np.stack([x, y]), lambda s, t: s == t and len(s) < 2),
    ("solve(tanh({0} @ {0}.T) + 9*eye({n}), {1})",
     lambda x, y: np.linalg.solve(np.tanh(x @ x.T) + 9 * np.eye(len(x)), y),
     lambda s, t: len(s) == 2 and len(t) in (1, 2) and t[0] == s[0]),
]  # fmt: skip


def _broadcasts(s: Shape, t: Shape) -> bool:
    return all(a == b or 1 in (a, b) for a, b in zip(reversed(s), reversed(t), strict=False))


_SHAPES = st.sampled_from([(), (2,), (3,), (2, 3), (3, 2), (2, 2), (1, 3), (1,)])


@st.composite
def grown(draw: st.DrawFn) -> Grown:
    """A program of some lines over inputs of random shapes; its last line mixes two of its names."""
    known: list[_Named] = []
    for k in range(draw(st.integers(1, 3))):
        shape = draw(_SHAPES)
        flat = draw(st.lists(st.integers(-20, 20), min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
        known.append(_Named(f"x{k + 1}", np.array(flat, float).reshape(shape) / 10))
    point = {each.name: each.value.tolist() for each in known}
    lines = []
    for k in range(draw(st.integers(1, 6))):
        first, second = draw(st.sampled_from(known[-3:])), draw(st.sampled_from(known))
        ones = [(text, by(first.value)) for text, by, fits in ONE if fits(first.shape)]
        pairs = [(text, by(first.value, second.value)) for text, by, fits in TWO if fits(first.shape, second.shape)]
        text, value = draw(st.sampled_from(ones + pairs + pairs))
        if np.size(value) > 24 or np.ndim(value) > 2:
            continue
        name = draw(st.sampled_from([f"h{k}", first.name if first.name.startswith("h") else f"h{k}"]))
        lines.append(f"{name} = " + text.format(first.name, second.name, n=len(np.atleast_1d(first.value))))
        known = [each for each in known if each.name != name] + [_Named(name, np.asarray(value))]
    lines.append(f"{known[-1].name} * 1")
    return Grown("\n".join(lines), point, known[-1].value)
