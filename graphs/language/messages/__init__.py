"""What is told where text cannot be read, and the fixes: made where it is known what was meant.

From the ground up; a file may import those of the lines above, and those before an arrow:

    edits unavailable neighbours
    operands
    syntax unknown
    unbound
"""
