"""Programs that are nearly right: the grammar of the language with all that it has, and what a slip of the hand does."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from graphs.language.calls.libraries import KNOWN

NAMES = (
    "x",
    "y",
    "x1",
    "A",
    "theta",
    "θ",
    "x₁",
    "xᵢ",
    "e",
    "pi",
    "gamma",
    "lambda",
    "constructor",
    "toString",
    "long_name",
)
NUMBERS = ("0", "1", "2", "0.5", ".5", "3.", "1e308", "5e-324", "1e-9", "007", "2e0")
_INFIX = (" + ", "-", "*", "/", "**", "^", " @ ", "·", "×", "÷", "−")
_PREFIX = ("-", "+", "√", "np.", "torch.nn.functional.", "2")
_POSTFIX = ("!", ".T", "ᵀ", "²", "⁻¹", "[0]", "[-1]", "[1:]", "[:, 0]", "[0, 1]", "[..., None]", "[::2]", ".sum()", ".exp()",
            ".reshape(2, 2)", ".sum(axis=0, keepdims=True)", ".T.T")  # fmt: skip
_OPTIONS = (
    "",
    "",
    "",
    ", axis=0",
    ", dim=-1",
    ", axis=(0, 1)",
    ", keepdims=True",
    ", 'fro'",
    ", 2",
    ", [2, 2]",
    ", dtype=float",
)
_COMPARED = ("<", "<=", ">", ">=", "==", "!=", "≤", "≠")
_SLIPS = st.characters() | st.sampled_from("()[]|,;=.!*^@#'\"\n\t \u202e\u200b\ufeff\u0301\x00×²√")

atoms = st.sampled_from(NAMES) | st.sampled_from(NUMBERS)
functions = st.sampled_from(sorted(KNOWN))


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    listed = st.lists(inner, min_size=1, max_size=3).map(", ".join)
    return st.one_of(
        st.tuples(inner, st.sampled_from(_INFIX), inner).map("".join),
        st.tuples(st.sampled_from(_PREFIX), inner).map("".join),
        st.tuples(inner, st.sampled_from(_POSTFIX)).map("".join),
        st.tuples(functions, st.just("("), listed, st.sampled_from(_OPTIONS), st.just(")")).map("".join),
        st.tuples(functions, st.sampled_from(["^2(", "²(", "^-1("]), inner, st.just(")")).map("".join),
        st.tuples(st.just("where("), inner, st.sampled_from(_COMPARED), inner, st.just(", "), inner, st.just(", "), inner,
                  st.just(")")).map("".join),
        listed.map("[{}]".format), listed.map("[[{0}], [{0}]]".format),
        inner.map("({})".format), inner.map("|{}|".format),
    )  # fmt: skip


expressions = st.recursive(atoms, _grown, max_leaves=8)


@st.composite
def programs(draw: Any) -> str:
    """Lines of expressions; some bind names, some hold comments, the last may have several outputs."""
    lines = draw(st.lists(st.tuples(st.sampled_from(NAMES), expressions).map(" = ".join), max_size=3))
    last = draw(st.lists(expressions, min_size=1, max_size=2).map(", ".join))
    text = draw(st.sampled_from(["\n", "; ", " # why\n"])).join([*lines, last])
    return text[:2_000]


@st.composite
def slipped(draw: Any) -> str:
    """A program with a few characters lost, doubled, or put in."""
    text = draw(programs())
    for _ in range(draw(st.integers(1, 3))):
        at, lost = draw(st.integers(0, len(text))), draw(st.integers(0, 2))
        text = text[:at] + draw(st.just("") | _SLIPS) + text[at + lost :]
    return text


points = st.dictionaries(
    st.sampled_from(["x", "y", "x1", "A", "theta", "e", "constructor"]),
    st.sampled_from([0.0, 1.0, -2.5, 1e308, 5e-324, [1.0, 2.0], [0.0], [[1.0, 2.0], [3.0, 4.0]]]), max_size=4,
)  # fmt: skip
