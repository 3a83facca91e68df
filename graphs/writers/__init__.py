"""A study written down as a file, a form a room.

From the ground up; a file may import those of the lines above, and those before an arrow:

    table
"""
