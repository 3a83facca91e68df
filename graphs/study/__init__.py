"""A question checked, answered and taken apart into steps: the Study, all that readers are given.

From the ground up; a file may import those of the lines above, and those before an arrow:

    known steps
    question
    claims elsewhere
    borders
    gradient
    study
    rounding
"""

from graphs.study.study import Study, study

__all__ = ["Study", "study"]
