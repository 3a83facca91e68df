"""Wengert for who writes Python: a question in, a Study out, which is read, drawn, written and moved.

From the ground up; a file may import those of the lines above, and those before an arrow:

    expressions extras paths tables texts
    parts practice serving
    study
    comparing notebook
"""
