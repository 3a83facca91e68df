"""What a row's formula is read over: floats, arrays, symbols.

From the ground up; a file may import those of the lines above, and those before an arrow:

    matrices moves multiprecision
    special → gammas
    tails
    careful → floats → arrays
    symbols
"""
