"""What a name of a library means, and what its call passes: operands in the row's order, options written out.

From the ground up; a file may import those of the lines above, and those before an arrow:

    libraries signatures options
    array_meanings → meanings → calls
"""
