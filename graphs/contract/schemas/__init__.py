"""The shapes of answers, key by key.

From the ground up; a file may import those of the lines above, and those before an arrow:

    code → answer → plot
"""
