"""Functions that are written in the rows of the table: of numbers, and losses and layers; composed.py says how.

From the ground up:

    formulas losses
"""
