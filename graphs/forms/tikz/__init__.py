"""The picture as TeX draws it.

From the ground up; a file may import those of the lines above, and those before an arrow:

    curves set_text
    picture
"""
