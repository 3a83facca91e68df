"""The trace as a table of comma-separated values (RFC 4180)."""

from __future__ import annotations

import csv
import io

from graphs.notation.names import id_of
from graphs.study import Study


def trace_as_csv(study: Study) -> str:
    """A line per node: its id, its operation, its value, its adjoint."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["node", "operation", "value", "adjoint"])
    for i in range(len(study.graph)):
        adjoint = None if study.adjoints is None else study.adjoints[i]
        writer.writerow([id_of(i), study.notation.text(i), study.evaluation.values[i], 0.0 if adjoint is None else adjoint])
    return written.getvalue()
