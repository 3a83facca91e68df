"""Python code as people paste it → the statements of its program, each with its place.

From the ground up; a file may import those of the lines above, and those before an arrow:

    marks imports → names
    origins → expressions derivatives asides classes turns → substituted
    assignments → definitions → statements settled → reader
"""
