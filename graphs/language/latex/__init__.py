"""LaTeX → text of the language, with its places.

From the ground up; a file may import those of the lines above, and those before an arrow:

    table writer
    names → reader
"""
