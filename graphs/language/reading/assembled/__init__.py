"""Lines as they were written → the Program: its inputs, what is left out, what the text states beside it.

From the ground up; a file may import those of the lines above, and those before an arrow:

    claims literals → assembly
"""
