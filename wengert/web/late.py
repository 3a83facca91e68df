"""What the first answer can do without: it is made a moment later, or when it is asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")
_MOMENT = 1.0  # seconds: by then whoever waited for the start has an answer


class Late(Generic[Made]):
    """make: is called once, by whichever thread is first; what it raises is raised again, and the next one tries."""

    def __init__(self, make: Callable[[], Made]):
        self._make, self._lock = make, threading.Lock()
        self._made: list[Made] = []

    def __call__(self) -> Made:
        """What was made, or is made now."""
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]

    def soon(self) -> None:
        """Make it in a moment, beside whatever is answered then."""
        timer = threading.Timer(_MOMENT, self)
        timer.daemon = True
        timer.start()
