"""The JSON in and out: a question read from a body or an address, the answer, its schema.

From the ground up; a file may import those of the lines above, and those before an arrow, and the `schemas` on `state`:

    columns parts query strict → groups → unchanging
    vocabulary
    paths reading → document state
    edge practice
"""
