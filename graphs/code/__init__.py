"""The same computation as PyTorch, JAX and NumPy code.

From the ground up; a file may import those of the lines above, and those before an arrow:

    written helpers → numbers array_spellings
    spellings → lines shown partials pullbacks blocks
    folding
    wengert_list → script
"""
