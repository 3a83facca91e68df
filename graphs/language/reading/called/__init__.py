"""What is called by its name and is no row of the table: arguments that are unpacked, Python's own functions, vmap.

From the ground up; a file may import those of the lines above, and those before an arrow:

    arguments builtins mapped
"""
