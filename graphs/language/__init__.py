"""Typed text → a checked program, with its places; nothing is ever evaluated.

`form` picks the reader of a text: `plain`, `code` or `latex`. All three hand on the same tree: those of tokens through
`statements`. `reading` turns it into a Program. `calls` and `messages` serve them all.

From the ground up; a file may import those of the lines above, and those before an arrow:

    names sheet stretch tree → program tokens
    form → parser → definitions
"""
