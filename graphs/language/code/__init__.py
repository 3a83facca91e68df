"""Python code as people paste it → the statements of its program, each with its place.

From the ground up; a file may import those of the lines above, and those before an arrow:

    marks source pasted names
    scanner → syntax
    origins → expressions derivatives asides turns
    assignments → statements settled → reader
"""
