"""LaTeX → the statements that it holds, as tokens with their places.

From the ground up; a file may import those of the lines above, and those before an arrow:

    source table tokens
    document names pieces → rows
    writer → scripts → derivatives → operands → sums → reader → text
"""
