"""A program → the graph c1 … cn in columns → the passes, each of which reads like the textbook.

From the ground up; a file may import those of the lines above, and those before an arrow:

    graph issue_kinds misfits
    faults parts
    array_nodes
    build evaluate sampling
    forward reference reverse
    jacobian kinks second_order
"""
