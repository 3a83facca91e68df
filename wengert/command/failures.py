"""What ends the command, with its exit code: 1 where the program cannot be answered, 2 where the call is wrong."""

from __future__ import annotations

ANSWERED, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130


class Misuse(Exception):
    """The call is wrong: an option, a file that is not there, or one that is there and would be lost."""
