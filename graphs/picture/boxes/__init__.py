"""The picture with boxes: which things are seen, where they stand level by level, and how they are drawn.

From the ground up; a file may import those of the lines above, and those before an arrow:

    leaders level scene states
    words
    drawn pill → compound
    picture usual
"""
