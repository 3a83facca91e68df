"""The kinds of trouble: one row each, with all that other rooms ask about a kind."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Kind(StrEnum):
    """What an issue is about, by the contract's word for it.

    is_fault: something that is no finite number, a value or a slope, starts at the node. bends: the function has a
    kink there, and its derivative is a choice.
    """

    is_fault: bool
    bends: bool

    def __new__(cls, word: str, is_fault: bool = False, bends: bool = False) -> Self:
        kind = str.__new__(cls, word)
        kind._value_, kind.is_fault, kind.bends = word, is_fault, bends
        return kind

    DOMAIN = "domain", True
    OVERFLOW = "overflow", True
    UNDEFINED = "undefined", True
    UNDERFLOW = "underflow"
    INFINITE_SLOPE = "infinite slope", True
    NOT_DIFFERENTIABLE = "not differentiable", False, True
    UNUSED_INPUT = "unused input"
    MISSING_INPUT = "missing input"
    LIMIT = "limit"
    HINT = "hint"

    @property
    def has_derivative(self) -> bool:
        """Whether there is one derivative, and a finite one, where an issue has this kind."""
        return not (self.is_fault or self.bends)
