"""Pasted text → Python's tree: which lines are code, their tokens and places, all bounds, then `ast.parse`.

From the ground up; a file may import those of the lines above, and those before an arrow:

    source pasted → scanner → syntax
"""
