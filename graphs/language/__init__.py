"""Typed text → a checked program, with its places; nothing is ever evaluated.

From the ground up; a file may import those of the lines above, and those before an arrow:

    libraries names program signatures
    array_meanings → meanings
    tokens
    options → calls → brackets → operands → line_reader → lines → parser → definitions
"""
