"""f around the point: curvature, directions, descent, breaks, plots.

From the ground up; a file may import those of the lines above, and those before an arrow:

    breaks inertia jets sides
    monte_carlo → stationary
    curvature descent
    directions plots
"""
