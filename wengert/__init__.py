"""The doors to the mathematics in `graphs`: the web, and the store of short links.

From the ground up; a file may import those of the lines above, and those before an arrow:

    store
"""
