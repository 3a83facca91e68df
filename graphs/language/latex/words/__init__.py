"""A text in other words: what it defines for itself, and older ways to write the same, in LaTeX's own words.

From the ground up; a file may import those of the lines above:

    edits
    macros older
"""
