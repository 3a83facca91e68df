"""What a fix of a problem document does to the program, as any client would apply it."""

from __future__ import annotations

from typing import Any


def applied(program: str, fix: dict[str, Any]) -> str:
    """The program with the fix in it; line and column count from 1, length in code points and within the line."""
    lines = program.split("\n")
    line, start = lines[fix["line"] - 1], fix["column"] - 1
    lines[fix["line"] - 1] = line[:start] + fix["text"] + line[start + fix["length"] :]
    return "\n".join(lines)
