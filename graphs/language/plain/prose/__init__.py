"""What stands around the formulas of a line and is none: sentences, remarks, labels, numbers of items, tables, units.

From the ground up; a file may import those of the lines above, and those before an arrow:

    asides → spoken → words
    frames remarks tables
"""
