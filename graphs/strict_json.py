"""JSON read strictly, its numbers bounded before they are made; and numbers as strict JSON writes them."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import numpy as np

from graphs.errors import TooLarge, Unreadable, shown
from graphs.limits import Limits

# A string of JSON, or what begins one and never ends; possessive, or backtracking would make each quote a new start.
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)


def strict_json(body: bytes, limits: Limits) -> Any:
    """JSON as RFC 8259 has it: UTF-8, no NaN, no infinities, and no deeper than the limit, which is checked first.

    Raises Unreadable or TooLarge.
    """
    limits.check("body", len(body), "bytes may be sent in one body")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("the body is not UTF-8") from None
    _check_nesting(text, limits)
    try:
        return json.loads(
            text,
            parse_constant=_refuse_constant,
            object_pairs_hook=_once,
            parse_int=lambda digits: int(checked_number(digits, limits)),
            parse_float=lambda digits: float(checked_number(digits, limits)),
        )
    except json.JSONDecodeError as failure:
        reason = failure.msg.removesuffix(" at")
        raise Unreadable(f"the body is not JSON: {reason} at character {failure.pos + 1}") from None


def checked_number(text: str, limits: Limits) -> str:
    """A number as it stands, of no more characters than are read. Raises TooLarge."""
    limits.check("digits", len(text), "characters may stand in one number")
    exponent = len(text.lower().partition("e")[2].lstrip("+-"))
    limits.check("exponent", exponent, "digits may stand in an exponent")
    return text


def _check_nesting(text: str, limits: Limits) -> None:
    depth = 0
    for sign in re.findall(r"[\[\]{}]", _STRING.sub("", text)):
        depth += 1 if sign in "[{" else -1
        if depth > limits.nesting:
            raise TooLarge(f"at most {limits.nesting} brackets may be open at once in JSON")


def _refuse_constant(name: str) -> None:
    raise Unreadable(f"{name} is not JSON; numbers must be finite")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for key, value in pairs:
        if key in members:
            raise Unreadable(f"the key {shown(key)} stands twice in one object")
        members[key] = value
    return members


def number(x: float | None) -> float | str | None:
    """A double as strict JSON holds it; None and NaN (undefined) are null."""
    if x is None or x != x:
        return None
    if math.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    return float(x) + 0.0


def numbers(x: Any) -> Any:
    """A number, an array as nested lists, or None, entry by entry as `number` has it."""
    if not isinstance(x, np.ndarray):
        return number(x)
    if np.isfinite(x).all():
        return (x + 0.0).tolist()
    flat = np.array([number(entry) for entry in x.ravel().tolist()], dtype=object)
    return flat.reshape(x.shape).tolist()
