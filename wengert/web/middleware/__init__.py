"""What stands before and behind every route: who is answered when, how often, with which headers; counts and logs.

From the ground up; a file may import those of the lines above, and those before an arrow:

    compression conditions counts metrics policy turns
    limiter logs
"""
