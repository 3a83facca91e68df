"""Why a number is what it is: the paths that make an adjoint or a tangent, the cause that they show, in words.

From the ground up; a file may import those of the lines above, and those before an arrow:

    chains sizes
    ranked
    asked
    factors → stops
    causes
"""
