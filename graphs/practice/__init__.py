"""Practice: numbers of a study as blanks, what is typed into them, and the mistakes that make wrong ones.

From the ground up; a file may import those of the lines above, and those before an arrow:

    answers cells slips
    otherwise
    work
    flows values
    far mistakes
    draws hints practice
    ladder
"""
