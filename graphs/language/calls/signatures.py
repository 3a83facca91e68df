"""The arguments of a call by the names of a function's parameters: in order, by name, or left out.

A parameter is an operand, whose value is any expression, or an option, whose value is written out. Which row a call
means may depend on what is given: clip(x, low) and clip(x, high) are two rows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, NamedTuple

from graphs.operations.row import Operation

# Names that libraries give one parameter; ours first.
_SYNONYMS = (
    "x input input1 self a x1 array arr m tensor logits features values v y_pred",
    "y other input2 target x2 b targets labels y_true value",
    "low min a_min min_val min_value clip_value_min",
    "high max a_max max_val max_value clip_value_max",
    "axis dim",
    "axes dims perm order",
    "axis1 dim1 dim0",
    "axis2 dim2",
    "num steps",
    "stop end",
    "keepdims keepdim",
    "ord p",
    "ddof correction",
    "shape size newshape normalized_shape",
    "equation subscripts",
    "alpha negative_slope",
    "shifts shift",
    "repeats reps multiples",
    "k diagonal offset",
    "eps epsilon",
    "count num_classes depth",
)
_GROUPS = {name: group.split()[0] for group in _SYNONYMS for name in group.split()}
_OPERANDS = ("x", "y", "z")  # of rows that do not name theirs
# Options that never stand among the operands.
NAMED_ONLY = frozenset("reduction label_smoothing log_input log_target full keepdim unbiased ddof".split())
# Options whose parts may stand as arguments: x.reshape(2, 3), A.transpose(0, 1).
LISTED = frozenset("shape axes".split())
VARIADIC = "*"


class Signature(NamedTuple):
    """A library's own order of the parameters of a function, in our names.

    positional: those that may stand without their names; "*": here stand all operands of a row of any number of them.
    fixed: options that have another value than ours where they are left out. closed: it has no parameters but those.
    counts: how many may stand without their names, where that is not any number of them.
    """

    positional: tuple[str, ...]
    fixed: tuple[tuple[str, Any], ...] = ()
    closed: bool = False
    counts: tuple[int, ...] = ()


def signature(positional: str, closed: bool = False, counts: tuple[int, ...] = (), **fixed: Any) -> Signature:
    return Signature(tuple(positional.split()), tuple(fixed.items()), closed, counts)


@cache
def operands_of(row: Operation) -> tuple[str, ...]:
    """The names of a row's operands; none for a row of any number of them."""
    most = row.arity[1]
    if row.parameters or most > len(_OPERANDS) or row.spread or row.chooses:
        return row.parameters
    return _OPERANDS[:most]


def in_order(row: Operation, own: Signature | None) -> tuple[str, ...]:
    """The parameters that may stand without their names."""
    if own is not None:
        return own.positional
    names = operands_of(row) or (VARIADIC,) * bool(row.arity[1])
    return (*names, *(name for name, _ in row.options if name not in NAMED_ONLY))


def parameters_of(rows: Sequence[Operation], own: Signature | None) -> tuple[str, ...]:
    """All parameters of a function that may mean one of several rows: operands, then options."""
    if own is not None and own.closed:
        return own.positional
    operands = [name for row in rows for name in operands_of(row)]
    options = [name for row in rows for name, _ in row.options]
    return tuple(dict.fromkeys(operands + options))


def parameter(name: str, among: Collection[str]) -> str | None:
    """The one of several parameters that a library's name for it means: axis for dim."""
    if name in among:
        return name
    if name == "dims" and "axes" not in among:  # of PyTorch's flip and roll
        name = "axis"
    group = _GROUPS.get(name)
    if group in among:
        return group
    alike = [each for each in among if group is not None and _GROUPS.get(each) == group]
    return alike[0] if len(alike) == 1 else None
