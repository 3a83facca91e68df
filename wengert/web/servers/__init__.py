"""gunicorn's worker, the server of `make run` and what it begins first, and answers to what cannot even be read.

From the ground up; a file may import those of the lines above, and those before an arrow:

    early unreadable
    development worker
"""
