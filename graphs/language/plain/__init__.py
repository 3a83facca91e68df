"""Plain text → sentences of tokens, and what is left out around them; a sentence's formula → its tree.

From the ground up; a file may import those of the lines above, and those before an arrow:

    characters → scanner → left_sides rewriting
    matlab others continued ends → reader
    brackets → operands → line_reader
    expression
"""
