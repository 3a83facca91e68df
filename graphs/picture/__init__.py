"""The graph at a step as an SVG; layout.py alone knows Graphviz.

From the ground up; a file may import those of the lines above, and those before an arrow:

    frame motion paper sizes typesetting
    above routes svg_text → groups
    chips layout slots
    node → svg
"""
