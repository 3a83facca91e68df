"""Statements of a sheet as text, for tables of tests."""

from __future__ import annotations

import ast

from graphs.language.sheet import Sheet
from graphs.language.tree import Claim, Given


def written(node: ast.AST) -> str:
    """A statement in one line: Python's, `given x = 1` for a point, `stated …` for a claim."""
    if isinstance(node, Given):
        values = [written(value) for value in node.values]
        pairs = [f"{name} = {value}" for name, value in zip(node.names, values, strict=True)] if node.names else values
        return "given " + ", ".join(pairs)
    if isinstance(node, Claim):
        left = written(node.left) if node.left is not None else "?"
        by = f" by {', '.join(node.by)}" if node.by else ""
        at = f" at {', '.join(map(written, node.at))}" if node.at is not None else ""
        sign = "≈" if node.approximate else "="
        return f"stated {node.about} of {left}{by}{at} {sign} {written(node.right)} [{node.text}]"
    if isinstance(node, ast.FunctionDef):
        assert node.header and isinstance(node.body[0], ast.Return)  # type: ignore[attr-defined]
        value = node.body[0].value
        assert value is not None
        return f"{node.name}({ast.unparse(node.args)}) := {written(value)}"
    for each in ast.walk(node):
        if isinstance(each, ast.Subscript):
            each.slice = ast.Name(str(each.applied))  # type: ignore[attr-defined]
    return ast.unparse(ast.fix_missing_locations(node))


def lines_of(sheet: Sheet) -> list[str]:
    return [written(each) for each in sheet.statements]
