"""The OpenAPI document, made from the models.

From the ground up; a file may import those of the lines above, and those before an arrow:

    models parameters
    document
"""
