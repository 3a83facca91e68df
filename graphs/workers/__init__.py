"""Children with a clock: a pool, the server that forks them, their sandbox.

From the ground up; a file may import those of the lines above, and those before an arrow:

    forkserver sandbox
    pool → __main__
"""
