"""The same computation as PyTorch and JAX code.

From the ground up; a file may import those of the lines above, and those before an arrow:

    written → numbers array_spellings
    spellings → script
"""
