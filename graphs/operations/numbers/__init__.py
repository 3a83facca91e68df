"""The rows of functions of numbers, family by family; elementwise.py has those with a sign, and all of them.

From the ground up; a file may import those of the lines above:

    bends domains
    exponentials steps circular activations special
"""
