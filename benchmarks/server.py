"""The app as a process of its own on a free loopback port, asked over one kept connection."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Collection, Sequence
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GUNICORN = ("-m", "gunicorn")  # finds gunicorn.conf.py
PATIENCE = 300.0  # seconds after which a server that does not answer is given up


class Server:
    """Starts with the `with` block and ends with it. command: of Python. trace_imports: have it tell every module it
    imports. root: the checkout that is served. environ: on top of this process's.
    """

    def __init__(
        self, command: Sequence[str] = ("app.py",), trace_imports: bool = False, root: Path = ROOT, **environ: str
    ):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self.told = tempfile.TemporaryFile()  # noqa: SIM115 -- closed with the server
        options = ["-X", "importtime"] if trace_imports else []
        self.started = perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, *options, *command],
            cwd=root,
            env={**os.environ, "FLASK_RATELIMIT_ENABLED": "false", **environ, "PORT": str(self.port)},
            stdout=subprocess.DEVNULL,
            stderr=self.told,
        )

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *failure: object) -> None:
        self.connection.close()
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.told.close()

    def seconds_until_healthy(self) -> float:
        """From the start of the process until /healthz answers 200."""
        self.wait_for_port()
        status, _ = self.request("GET", "/healthz")
        assert status == 200, f"/healthz answers {status}"
        return perf_counter() - self.started

    def wait_for_port(self) -> None:
        """Until the port is open; this asks for nothing yet."""
        while True:
            try:
                self.connection.connect()
                return
            except ConnectionRefusedError:
                assert self.process.poll() is None, self.errors()
                assert perf_counter() - self.started < PATIENCE, "the server does not come up"
                sleep(0.002)

    def request(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        self.connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def trace(self, program: str, at: dict[str, Any], **asked: Any) -> tuple[float, dict[str, Any]]:
        """Seconds until the last byte of steps and SVG has come (or of what else is asked), and the answer."""
        seconds, answer = self.trace_unread(program, at, **asked)
        return seconds, json.loads(answer)

    def trace_unread(self, program: str, at: dict[str, Any], **asked: Any) -> tuple[float, bytes]:
        """The same, and the answer as it came."""
        body = json.dumps({"program": program, "at": at, "include": ["steps", "svg"], **asked})
        start = perf_counter()
        status, answer = self.request("POST", "/api/v1/trace", body)
        seconds = perf_counter() - start
        assert status == 200, answer
        return seconds, answer

    def imported(self) -> list[str]:
        """The modules imported so far, in order (with trace_imports)."""
        return re.findall(r"^import time:[^|]*\|[^|]*\| *(\S+)$", self.errors(), re.MULTILINE)

    def errors(self) -> str:
        told = self.told.fileno()  # its place is the server's, who goes on writing
        return os.pread(told, os.fstat(told).st_size, 0).decode()

    def workers(self) -> list[int]:
        """gunicorn's workers that are alive and have loaded the app."""
        ready = {int(pid) for pid in re.findall(r"Worker ready \(pid: (\d+)\)", self.errors())}
        return [worker for worker in children_of(self.process.pid) if worker in ready]

    def wait_for_workers(self, count: int, but: Collection[int] = ()) -> None:
        """Until so many are ready that are none of those."""
        began = perf_counter()
        while len(set(self.workers()).difference(but)) < count:
            assert self.process.poll() is None, self.errors()
            assert perf_counter() - began < 4 * PATIENCE, "the workers do not come up"
            sleep(0.02)

    def children_seconds(self) -> float | None:
        """Processor time of the processes below the server (the layout's among them); None where Linux cannot tell."""
        try:
            told = [Path(f"/proc/{each}/schedstat").read_text() for each in descendants_of(self.process.pid)]
        except OSError:  # no such files here, or a thread ended while we looked
            return None
        return sum(int(each.split()[0]) for each in told) / 1e9 if told else None


def children_of(process: int) -> list[int]:
    """The process ids of its children, in order. Raises OSError where Linux does not tell, or it has ended."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return sorted({int(child) for task in tasks for child in (task / "children").read_text().split()})


def descendants_of(process: int) -> list[int]:
    """Its children, theirs, and so on; of what ends meanwhile, nothing."""
    try:
        children = children_of(process)
    except OSError:
        return []
    return [*children, *(below for child in children for below in descendants_of(child))]
