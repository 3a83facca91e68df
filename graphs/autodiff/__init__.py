"""A program → the graph c1 … cn in columns → the passes, each of which reads like the textbook.

From the ground up; a file may import those of the lines above, and those before an arrow:

    dual faults graph misfits
    array_nodes duals
    build evaluate sampling
    forward multiprecision reverse
    jacobian kinks second_order
"""
