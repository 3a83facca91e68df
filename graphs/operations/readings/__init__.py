"""What a row's formula is read over: floats, arrays, symbols.

From the ground up; a file may import those of the lines above, and those before an arrow:

    late moves multiprecision
    matrices
    special → gammas
    tails
    careful → floats → arrays
    symbols
"""
