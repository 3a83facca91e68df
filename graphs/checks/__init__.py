"""The same gradient by other means: quotients, SymPy, PyTorch.

From the ground up; a file may import those of the lines above, and those before an arrow:

    differences pytorch symbolic
    checks
"""
