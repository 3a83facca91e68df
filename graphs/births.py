"""How this process's children are born and buried: by a nursery (nursery.py), which is started when it is needed."""

from __future__ import annotations

import os
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterable
from multiprocessing import Pipe
from multiprocessing.connection import Connection

# What is sent to the nursery, with a pipe for a birth, and its answer: a child's number, or how it ended.
REQUEST, REPLY = struct.Struct("=cI"), struct.Struct("=i")
BIRTH, BURIAL = b"+", b"-"
_NEEDED = re.compile(r"(PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|PYTHON\w+|VIRTUAL_ENV|OPENBLAS_\w+|LD_LIBRARY_PATH)$")
_PATIENCE = 30.0  # seconds for the nursery to read its rooms, on a machine that is busy


class Nursery:
    """This process's nursery, started when it is first needed, and again if it has died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def birth(self, rooms: Iterable[str]) -> Process:
        """A new child. rooms: what the nursery reads before, if it is not there yet."""
        ours, theirs = Pipe()
        with theirs:
            return Process(self, self._request(BIRTH, 0, [theirs.fileno()], rooms), ours)

    def burial(self, number: int) -> int:
        """End a child: its exit code, or minus the signal that it died of."""
        return self._request(BURIAL, number, [], ())

    def stop(self) -> None:
        with self._lock:
            self._end()

    def forget(self) -> None:
        """In a forked process: the nursery belongs to the parent."""
        if self._control is not None:
            self._control.close()
        self._lock, self._process, self._control = threading.Lock(), None, None

    def _request(self, kind: bytes, number: int, handed: list[int], rooms: Iterable[str]) -> int:
        with self._lock:
            try:
                return self._answer(kind, number, handed, rooms)
            except OSError:
                self._end()
                if kind == BURIAL:  # its children have died with it
                    return -signal.SIGKILL
                return self._answer(kind, number, handed, rooms)

    def _answer(self, kind: bytes, number: int, handed: list[int], rooms: Iterable[str]) -> int:
        if self._control is None:
            self._control = self._start(rooms)
        socket.send_fds(self._control, [REQUEST.pack(kind, number)], handed)
        reply = self._control.recv(REPLY.size)
        if not reply:
            raise ConnectionResetError("the nursery has ended")
        return int(REPLY.unpack(reply)[0])

    def _start(self, rooms: Iterable[str]) -> socket.socket:
        # What Python needs alone: a child has no use for a database's password. One thread: a library that starts its
        # own would make forks unsafe. The path is ours, however we came by it.
        environment = {name: os.environ[name] for name in os.environ if _NEEDED.match(name)}
        environment |= {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        ours, theirs = socket.socketpair()
        ours.settimeout(_PATIENCE)
        command = [sys.executable, "-m", "graphs.nursery", *rooms]
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
    """One child: its number, the pipe to it, and the tasks that it has done."""

    def __init__(self, nursery: Nursery, number: int, pipe: Connection) -> None:
        self._nursery, self.number, self.pipe = nursery, number, pipe
        self.tasks = 0

    def bury(self) -> int:
        """End it, and tell how it ended."""
        self.pipe.close()
        return self._nursery.burial(self.number)
