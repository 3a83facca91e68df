"""Sentences of tokens → statements: names settled over the whole text, then definitions, claims and points.

From the ground up; a file may import those of the lines above, and those before an arrow:

    pieces → derivatives → known → runs products claims updates → formulas → statements
"""
