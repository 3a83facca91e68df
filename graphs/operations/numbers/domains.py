"""Where functions have a value and a slope, in words that several rows share."""

from __future__ import annotations

POSITIVE = "the argument is positive"
NOT_ZERO = "the argument is not 0"
BETWEEN = "the argument lies between −1 and 1"
NO_POLE = "the argument is none of 0, −1, −2, …"
