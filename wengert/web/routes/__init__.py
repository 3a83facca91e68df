"""The routes, by what the visitor gets: JSON, HTML, pictures, short links, health, files.

From the ground up; a file may import those of the lines above, and those before an arrow:

    api assets health pictures plots reference
    pages
    links embed
"""
