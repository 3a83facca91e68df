"""The app as a process of its own on a free loopback port, asked over one kept connection."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 300.0  # seconds after which a server that does not answer is given up


class Server:
    """Starts with the `with` block and ends with it. trace_imports: have Python tell every module it imports;
    environment: beside the one of this process.
    """

    def __init__(self, trace_imports: bool = False, **environment: str):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self.told = tempfile.TemporaryFile()  # noqa: SIM115 -- closed with the server
        options = ["-X", "importtime"] if trace_imports else []
        self.started = perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, *options, "app.py"],
            cwd=ROOT,
            env={**os.environ, "FLASK_RATELIMIT_ENABLED": "false", **environment, "PORT": str(self.port)},
            stdout=subprocess.DEVNULL,
            stderr=self.told,
        )

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *failure: object) -> None:
        self.connection.close()
        self.process.terminate()
        try:
            self.process.wait(10)
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
        self.told.seek(0)
        return self.told.read().decode()

    def children_seconds(self) -> float | None:
        """Processor time that the server's child processes (the layout's) have used; None where Linux cannot tell."""
        try:
            tasks = Path(f"/proc/{self.process.pid}/task")
            children = {child for task in tasks.iterdir() for child in (task / "children").read_text().split()}
            used = [int(Path(f"/proc/{child}/schedstat").read_text().split()[0]) for child in children]
        except OSError:  # no such files here, or a thread ended while we looked
            return None
        return sum(used) / 1e9 if used else None
