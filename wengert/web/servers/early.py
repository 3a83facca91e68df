"""What `make run` begins before it imports the mathematics: the fork server of graphs.workers, which imports it too.

Each has a processor of its own, so that both are ready at the same time, not one after the other.
"""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

# The rooms of all tasks (graphs.workers.pool.rooms()): a test compares them.
ROOMS = ("graphs.checks.symbolic", "graphs.closed_forms.worker", "graphs.forms.printing", "graphs.picture.layout")
_NAME = "graphs.workers.forkserver"  # it needs Python alone


def start_fork_server() -> None:
    """Load that one room of `graphs` under its name, without the folder's door, which imports all, and start it."""
    path = Path(__file__).parents[3].joinpath(*_NAME.split(".")).with_suffix(".py")
    spec = spec_from_file_location(_NAME, path)
    assert spec is not None and spec.loader is not None
    room = sys.modules[_NAME] = module_from_spec(spec)
    spec.loader.exec_module(room)
    room.fork_server.begin(ROOMS)
