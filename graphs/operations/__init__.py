"""One row per operation: value, derivative, shape, text, LaTeX, words; and what flows along the edges between rows.

From the ground up; a file may import those of the lines above, and those before an arrow:

    row
    elementwise flows shapes
    linear_algebra rearrangement reductions sizes
    along_axis
    composed → arranged
    calculated → table → duals
"""
