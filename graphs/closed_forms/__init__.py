"""SymPy's expressions by node: what every number is as a formula.

From the ground up; a file may import those of the lines above, and those before an arrow:

    expressions
    arrays printing
    array_rules → sweeps → worker
"""
