"""Generated programs, run in a process of their own: many at a time, so that NumPy is imported once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence

_CHILD = """
import contextlib, io, json, sys, warnings
results = []
for text in json.load(sys.stdin):
    said, names = io.StringIO(), {"__name__": "__main__"}
    with contextlib.redirect_stdout(said), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            exec(compile(text, "program", "exec"), names)
            failure = ""
        except Exception as problem:
            failure = f"{type(problem).__name__}: {problem}"
    results.append([said.getvalue(), failure, [str(each.message) for each in caught]])
json.dump(results, sys.stdout)
"""


def run(texts: Sequence[str]) -> list[tuple[str, str, list[str]]]:
    """By program, what it prints, how it fails ("": it does not), and what NumPy warns of."""
    done = subprocess.run(
        [sys.executable, "-c", _CHILD], input=json.dumps([*texts]), capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return [tuple(each) for each in json.loads(done.stdout)]
