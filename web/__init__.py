"""The web side of Wengert, between `app.py`, which wires it, and `graphs`, which knows nothing of it.

From the ground up; imports go down only, and rooms on one floor do not import each other:

    settings metrics counts what the environment decides; counts and seconds; who has asked how often
    turns                   who is answered when
    answers                 a state → the contract's document, the picture
    parts → schema          what an answer holds, key by key
    parameters → openapi    the OpenAPI document, made from the models
    problems policy compression logs   an exception → a problem document; the headers of every answer; gzip; a line
                            for every answer
    refusals                an answer in bytes, where a request cannot even be read
    replies                 what routes share: the state that is asked for, JSON, ETags
    limiter conditions      how much one address may ask for; what it asks for under a condition
    api plots pages pictures reference health assets  routes, by what the visitor gets: JSON, HTML, pictures, the
                            API described, whether all is well, scripts and styles
    links                   short links, kept by `store` and opened as pages
    worker development      gunicorn's worker; the server of `make run`

Each route says what the visitor gets, calls one function and returns. No mathematics here, and no SQL.
"""
