"""Counts of requests in this process, by a clock that nobody can set.

The library's own are kept by the time of day: when that is set back an hour, who was refused stays so for an hour.
"""

from __future__ import annotations

import threading
import time

from limits.storage import Storage

_SWEEP = 60.0  # seconds from one search for what is over to the next


class Steady(Storage):
    """Fixed windows: each begins with its first request. Its times are monotonic; what leaves it is the time of day."""

    STORAGE_SCHEME = ["steady"]  # noqa: RUF012  # as the library declares it

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **_: str):
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[int, float]] = {}  # by key: how many, and when the window ends
        self._swept = time.monotonic()

    @property
    def base_exceptions(self) -> type[Exception]:
        """It cannot fail."""
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count so many more. expiry: seconds of a window that begins now. The count in its window."""
        with self._lock:
            now = time.monotonic()
            self._sweep(now)
            count, ends = self._windows.get(key, (0, 0.0))
            if ends <= now:
                count, ends = 0, now + expiry
            self._windows[key] = (count + amount, ends)
            return count + amount

    def get(self, key: str) -> int:
        """The count in the window that is open."""
        count, ends = self._windows.get(key, (0, 0.0))
        return count if ends > time.monotonic() else 0

    def get_expiry(self, key: str) -> float:
        """When the window ends, as the time of day is now."""
        _, ends = self._windows.get(key, (0, 0.0))
        return time.time() + max(0.0, ends - time.monotonic())

    def check(self) -> bool:
        """Whether it can count."""
        return True

    def reset(self) -> int:
        """Forget all: how many there were."""
        with self._lock:
            count = len(self._windows)
            self._windows.clear()
            return count

    def clear(self, key: str) -> None:
        """Forget one."""
        with self._lock:
            self._windows.pop(key, None)

    def _sweep(self, now: float) -> None:
        """Forget the windows that are over, now and then: there may be one for every address that ever asked."""
        if now - self._swept > _SWEEP:
            self._swept = now
            self._windows = {key: (count, ends) for key, (count, ends) in self._windows.items() if ends > now}
