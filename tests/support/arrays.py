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
    """A program's text, its point, and its lines as functions over a module like NumPy.

    A line is the name that it binds, the function, and the names that it reads.
    """

    text: str
    point: dict[str, Any]
    lines: list[tuple[str, Callable[..., Any], tuple[str, ...]]]

    def run(self, m: Any, point: dict[str, Any]) -> Any:
        """The value by a module like NumPy at a point of its own arrays."""
        values = dict(point)
        for name, by, operands in self.lines:
            values[name] = by(m, *(values[each] for each in operands))
        return values[self.lines[-1][0]] if self.lines else values[list(point)[-1]]


@dataclass
class _Named:
    name: str
    value: Any

    @property
    def shape(self) -> Shape:
        return np.shape(self.value)


def _softmax(m: Any, x: Any) -> Any:
    e = m.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


# text, the same over a module m like NumPy, whether it takes the shape; all are smooth at every point
ONE: list[tuple[str, Callable[[Any, Any], Any], Callable[[Shape], bool]]] = [
    ("sin({0})", lambda m, x: m.sin(x), lambda s: True),
    ("tanh({0})", lambda m, x: m.tanh(x), lambda s: True),
    ("sigmoid({0})", lambda m, x: 1 / (1 + m.exp(-x)), lambda s: True),
    ("sqrt({0}**2 + 1)", lambda m, x: m.sqrt(x**2 + 1), lambda s: True),
    ("log(1.5 + sin({0}))", lambda m, x: m.log(1.5 + m.sin(x)), lambda s: True),
    ("-{0}/2", lambda m, x: -x / 2, lambda s: True),
    ("1/(1.5 + cos({0}))", lambda m, x: 1 / (1.5 + m.cos(x)), lambda s: True),
    ("sum({0})", lambda m, x: m.sum(x), lambda s: True),
    ("mean({0})", lambda m, x: m.mean(x), lambda s: len(s) > 0),
    ("{0}.sum(axis=0)", lambda m, x: x.sum(0), lambda s: len(s) == 2),
    ("mean({0}, axis=1)", lambda m, x: x.mean(1), lambda s: len(s) == 2),
    ("sum({0}, axis=1, keepdims=True)", lambda m, x: x.sum(1, keepdims=True), lambda s: len(s) == 2),
    ("softmax({0})", _softmax, lambda s: len(s) > 0),
    ("log_softmax({0})", lambda m, x: m.log(_softmax(m, x)), lambda s: len(s) > 0),
    ("logsumexp({0})", lambda m, x: m.log(m.exp(x).sum(-1)), lambda s: len(s) > 0),
    ("{0}.T", lambda m, x: m.transpose(x), lambda s: len(s) == 2),
    ("reshape({0}, [-1])", lambda m, x: m.ravel(x), lambda s: len(s) == 2),
    ("cumsum({0})", lambda m, x: m.cumsum(x), lambda s: len(s) > 0),
    ("{0}[0]", lambda m, x: x[0], lambda s: len(s) > 0),
    ("{0}[:, -1]", lambda m, x: x[:, -1], lambda s: len(s) == 2),
    ("diag({0})", lambda m, x: m.diag(x), lambda s: len(s) == 1),
    ("outer({0}, {0})", lambda m, x: m.outer(x, x), lambda s: len(s) == 1),
    ("trace({0} @ {0}.T)", lambda m, x: m.trace(x @ x.T), lambda s: len(s) == 2),
    ("norm({0} - 9)", lambda m, x: m.linalg.norm(x - 9), lambda s: len(s) > 0),
    ("inv(tanh({0} @ {0}.T) + 9*eye({n}))", lambda m, x: m.linalg.inv(m.tanh(x @ x.T) + 9 * m.eye(len(x))),
     lambda s: len(s) == 2),
    ("logdet(tanh({0} @ {0}.T) + 9*eye({n}))",
     lambda m, x: m.linalg.slogdet(m.tanh(x @ x.T) + 9 * m.eye(len(x)))[1], lambda s: len(s) == 2),
    ("[{0}, 2, {0}*{0}]", lambda m, x: m.array([x, 2, x * x]), lambda s: s == ()),
]  # fmt: skip
TWO: list[tuple[str, Callable[[Any, Any, Any], Any], Callable[[Shape, Shape], bool]]] = [
    ("{0} + {1}", lambda m, x, y: m.add(x, y), lambda s, t: _broadcasts(s, t)),
    ("{0} - {1}", lambda m, x, y: m.subtract(x, y), lambda s, t: _broadcasts(s, t)),
    ("{0} * {1}", lambda m, x, y: m.multiply(x, y), lambda s, t: _broadcasts(s, t)),
    ("{0} / (1.5 + sin({1}))", lambda m, x, y: x / (1.5 + m.sin(y)), lambda s, t: _broadcasts(s, t)),
    ("{0} @ {1}", lambda m, x, y: m.matmul(x, y), lambda s, t: bool(s and t) and s[-1] == t[0]),
    ("dot({0}, {1})", lambda m, x, y: m.dot(x, y), lambda s, t: len(s) == len(t) == 1 and s == t),
    ("outer({0}, {1})", lambda m, x, y: m.outer(x, y), lambda s, t: len(s) == len(t) == 1),
    ("concat({0}, {1})", lambda m, x, y: m.concatenate([x, y]), lambda s, t: len(s) == len(t) > 0 and s[1:] == t[1:]),
    ("stack([{0}, {1}])", lambda m, x, y: m.stack([x, y]), lambda s, t: s == t and len(s) < 2),
    ("solve(tanh({0} @ {0}.T) + 9*eye({n}), {1})",
     lambda m, x, y: m.linalg.solve(m.tanh(x @ x.T) + 9 * m.eye(len(x)), y),
     lambda s, t: len(s) == 2 and len(t) in (1, 2) and t[0] == s[0]),
]  # fmt: skip


def _broadcasts(s: Shape, t: Shape) -> bool:
    return all(a == b or 1 in (a, b) for a, b in zip(reversed(s), reversed(t), strict=False))


_SHAPES = st.sampled_from([(), (2,), (3,), (2, 3), (3, 2), (2, 2), (1, 3), (1,)])


@st.composite
def grown(draw: st.DrawFn) -> Grown:
    """A program of some lines over inputs of random shapes; its last line mixes two of its names."""
    arrays: list[_Named] = []
    for k in range(draw(st.integers(1, 3))):
        shape = draw(_SHAPES)
        flat = draw(st.lists(st.integers(-20, 20), min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
        arrays.append(_Named(f"x{k + 1}", np.array(flat, float).reshape(shape) / 10))
    point = {each.name: each.value.tolist() for each in arrays}
    lines: list[tuple[str, Callable[..., Any], tuple[str, ...]]] = []
    texts = []
    for k in range(draw(st.integers(1, 6))):
        first, second = draw(st.sampled_from(arrays[-3:])), draw(st.sampled_from(arrays))
        ones = [(text, by, (first,)) for text, by, fits in ONE if fits(first.shape)]
        pairs = [(text, by, (first, second)) for text, by, fits in TWO if fits(first.shape, second.shape)]
        text, by, operands = draw(st.sampled_from([*ones, *pairs, *pairs]))
        value = by(np, *(each.value for each in operands))
        if np.size(value) > 24 or np.ndim(value) > 2:
            continue
        name = first.name if first.name.startswith("h") and draw(st.booleans()) else f"h{k}"
        texts.append(f"{name} = " + text.format(first.name, second.name, n=len(np.atleast_1d(first.value))))
        lines.append((name, by, tuple(each.name for each in operands)))
        arrays = [each for each in arrays if each.name != name] + [_Named(name, np.asarray(value))]
    texts.append(f"{arrays[-1].name} * 1")
    return Grown("\n".join(texts), point, lines)
