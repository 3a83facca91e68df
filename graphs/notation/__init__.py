"""Numbers, nodes, partials and programs written down as text and LaTeX.

From the ground up; a file may import those of the lines above, and those before an arrow:

    precedence → formula → templates
    names numbers partials signs
    notation program
    nested
"""
