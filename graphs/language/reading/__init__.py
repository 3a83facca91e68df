"""Statements → Program: names, calls, loops and choices are resolved while the lines are written down.

From the ground up; a file may import those of the lines above, and those before an arrow:

    values order
    draft → operators followed → operands → entries → expressions
    sums → calling → statements → parameters → text
"""
