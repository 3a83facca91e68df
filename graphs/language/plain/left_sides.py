"""Where a definition or the statement of a derivative begins in a line."""

from __future__ import annotations

from collections.abc import Sequence

from graphs.language.tokens import Token

_LONGEST_HEAD = 60  # tokens of a left side


def defines(line: Sequence[Token], at: int = 0) -> bool:
    """Whether a definition begins at line[at]: name = …, f(x) = …"""
    if len(line) < at + 3 or line[at].kind != "name":
        return False
    last = min(len(line), at + _LONGEST_HEAD)
    k = at + 1
    if line[k] == "(":
        k = next((j + 1 for j in range(k, last) if line[j] == ")"), k)
    while k < last and line[k] == ")":
        k += 1
    return k < last and line[k] in ("=", ":=", "≈", "←")


def derives(line: Sequence[Token], at: int = 0) -> bool:
    """Whether a derivative is stated at line[at]: ∂f/∂x = …, ∇f = …, dy/dx = …"""
    this = line[at]
    leads = this in ("∂", "∇") or (this.kind == "name" and this[0] == "d" and line[at + 1 : at + 2] == ["/"])
    return leads and any(each == "=" for each in line[at + 1 : at + 8])
