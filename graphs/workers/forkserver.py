"""How child processes are started and ended: by a fork server (__main__.py), which is started when it is needed."""

from __future__ import annotations

import os
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable

# What is sent to the fork server, with a socket for a fork, and its answer: a child's number, or how it ended.
REQUEST, REPLY = struct.Struct("=cI"), struct.Struct("=i")
FORK, END = b"+", b"-"
# Before every message between a child and who asks it: its length in bytes.
LENGTH = struct.Struct("=Q")
_LONGEST = 64_000_000  # bytes of an answer: more is none that a task gives
_SLICE = 0.1  # seconds of waiting after which whoever waits looks round
_NEEDED = re.compile(r"(PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|PYTHON\w+|VIRTUAL_ENV|OPENBLAS_\w+|LD_LIBRARY_PATH)$")
_PATIENCE = 30.0  # seconds for the fork server to read its rooms, on a machine that is busy


class ForkServer:
    """This process's fork server, started when it is first needed, and again if it has died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def begin(self, rooms: Iterable[str]) -> None:
        """Start it before it is needed: while this process goes on, it reads its rooms."""
        with self._lock:
            if self._control is None:
                self._control = self._start(rooms)

    def fork(self, rooms: Iterable[str]) -> Process:
        """A new child. rooms: what the fork server reads before, if it is not there yet."""
        ours, theirs = socket.socketpair()
        with theirs:
            return Process(self, self._request(FORK, 0, [theirs.fileno()], rooms), ours)

    def end(self, number: int) -> int:
        """End a child: its exit code, or minus the signal that it died of."""
        return self._request(END, number, [], ())

    def stop(self) -> None:
        """End the fork server; the next request starts another."""
        with self._lock:
            self._end()

    def forget(self) -> None:
        """In a forked process: the fork server belongs to the parent."""
        if self._control is not None:
            self._control.close()
        self._lock, self._process, self._control = threading.Lock(), None, None

    def _request(self, kind: bytes, number: int, files: list[int], rooms: Iterable[str]) -> int:
        with self._lock:
            try:
                return self._answer(kind, number, files, rooms)
            except OSError:
                self._end()
                if kind == END:  # its children have died with it
                    return -signal.SIGKILL
                return self._answer(kind, number, files, rooms)

    def _answer(self, kind: bytes, number: int, files: list[int], rooms: Iterable[str]) -> int:
        if self._control is None:
            self._control = self._start(rooms)
        socket.send_fds(self._control, [REQUEST.pack(kind, number)], files)
        reply = self._control.recv(REPLY.size)
        if not reply:
            raise ConnectionResetError("the fork server has ended")
        return int(REPLY.unpack(reply)[0])

    def _start(self, rooms: Iterable[str]) -> socket.socket:
        # What Python needs alone: a child has no use for a database's password. One thread: a library that starts its
        # own would make forks unsafe. The path is ours, however we came by it.
        environment = {name: os.environ[name] for name in os.environ if _NEEDED.match(name)}
        environment |= {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        ours, theirs = socket.socketpair()
        ours.settimeout(_PATIENCE)
        command = [sys.executable, "-m", "graphs.workers", *rooms]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  # our own program
                command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, env=environment, start_new_session=True
            )
        return ours

    def _end(self) -> None:
        if self._control is not None and self._process is not None:
            self._control.close()
            self._process.kill()
            self._process.wait()
        self._process = self._control = None


class Process:
    """One child: its number, the socket that it is asked over, and the tasks that it has done."""

    def __init__(self, fork_server: ForkServer, number: int, line: socket.socket) -> None:
        self._fork_server, self.number, self._line = fork_server, number, line
        self.tasks = 0

    def send(self, message: bytes, ends: float) -> None:
        """Raises TimeoutError where it does not take the message by then, on the monotonic clock."""
        self._line.settimeout(max(1e-3, ends - time.monotonic()))
        self._line.sendall(LENGTH.pack(len(message)) + message)

    def received(self, ends: float, meanwhile: Callable[[], object]) -> bytes:
        """Its next message. Raises TimeoutError where it is not there by then, EOFError where the child has ended,
        ValueError where it is too long. meanwhile: called now and then; what it raises ends the waiting.
        """
        (length,) = LENGTH.unpack(self._read(LENGTH.size, ends, meanwhile))
        if length > _LONGEST:
            raise ValueError("longer than any answer")
        return self._read(length, ends, meanwhile)

    def _read(self, size: int, ends: float, meanwhile: Callable[[], object]) -> bytes:
        message = bytearray()
        while len(message) < size:
            left = ends - time.monotonic()
            if left <= 0.0:
                raise TimeoutError
            self._line.settimeout(min(left, _SLICE))
            try:
                part = self._line.recv(size - len(message))
            except TimeoutError:
                meanwhile()
                continue
            if not part:
                raise EOFError
            message += part
        return bytes(message)

    @property
    def stirs(self) -> bool:
        """Whether anything comes from it: while it is idle, that is its end."""
        return bool(select.select([self._line], [], [], 0.0)[0])

    def leave(self) -> None:
        """Close our end, and no more."""
        self._line.close()

    def end(self) -> int:
        """End it, and tell how it ended."""
        self._line.close()
        return self._fork_server.end(self.number)


fork_server = ForkServer()  # of this process
