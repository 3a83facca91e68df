"""Rows of vectors and matrices that libraries have beyond sums, products and inverses.

From the ground up; a file may import those of the lines above, and those before an arrow:

    constants decompositions moved order products
"""
