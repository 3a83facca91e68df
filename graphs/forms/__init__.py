"""A study at a step as other programs read it: pictures, tables, documents, networks, one file for each.

From the ground up; a file may import those of the lines above, and those before an arrow:

    flat joined shown
    printing delimited dot markdown tex networks player
    pictures played
    table
"""
