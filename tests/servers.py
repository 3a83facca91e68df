"""The real server as a process of its own, for what no client inside this process can show."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def served(**environment: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The process and its address, once it answers; it is ended with the block."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env={**os.environ, **environment, "PORT": str(port)}, stdout=subprocess.DEVNULL
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                with urlopen(f"{address}/healthz"):
                    break
            except URLError:
                assert process.poll() is None, "the server ended"
                time.sleep(0.1)  # for the process to listen
        yield process, address
    finally:
        process.kill()
        process.wait(timeout=10)
