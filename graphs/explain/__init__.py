"""A step in rule, numbers and words; the chain rule; what a pass costs; why this is no number.

From the ground up; a file may import those of the lines above, and those before an arrow:

    chain_rule cost moves nudges terms uses why
    edge steps → rules
"""
