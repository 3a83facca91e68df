"""What is wrong with a number, where it starts, what loses digits, and what to write instead.

From the ground up; a file may import those of the lines above, and those before an arrow:

    spans
    issues
    conditioning patterns products
    cures → remedies → losses
"""
