"""The real server as a process of its own, for what no client inside this process can show."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.support.paths import ROOT


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def served(command: Sequence[str] = ("app.py",), **environment: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The process and its address, once it listens; it is ended with the block. command: of Python."""
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env={**os.environ, **environment, "PORT": "0"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background job ignores it
    )  # fmt: skip
    try:
        assert process.stdout is not None
        match = re.fullmatch(
            rb"Wengert is at (http://127\.0\.0\.1:\d+) \(Ctrl\+C ends it\)\n", process.stdout.readline()
        )
        assert match, "the server ended"
        yield process, match[1].decode()
    finally:
        process.kill()
        process.wait(timeout=10)
