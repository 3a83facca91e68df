"""gunicorn as `make serve` starts it: it stops when it is told to, and what is killed comes back."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks import hostile
from benchmarks.server import GUNICORN, Server, descendants_of

PATIENCE = 120.0  # seconds: the machine may be busy with other things


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Two workers, each ready."""
    with Server(GUNICORN, WEB_CONCURRENCY="2", WENGERT_METRICS="true", TMPDIR=str(tmp_path)) as server:
        server.wait_for_workers(2)
        yield server


def until(true: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.02)


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def asked(server: Server, program: str) -> tuple[int, dict[str, object]]:
    """Over a connection of its own."""
    server.connection.close()
    status, body = server.request("POST", "/api/v1/trace", json.dumps({"program": program, "include": ["svg"]}))
    return status, json.loads(body)


def test_it_answers_counts_over_all_workers_ends_what_has_begun_and_leaves_nothing_behind(
    server: Server, tmp_path: Path
) -> None:
    for k in range(20):
        assert asked(server, f"x1*x2 + {k}")[0] == 200
    assert server.request("GET", "/readyz")[0] == 200
    text = server.request("GET", "/metrics")[1].decode()
    assert re.search(r'^wengert_requests_total{route="/api/v1/trace",status="200"} 20\.0$', text, re.MULTILINE)
    assert re.search(r"^wengert_workers 2\.0$", text, re.MULTILINE)
    assert len(list(tmp_path.glob("wengert-counts-*"))) == 1
    processes = descendants_of(server.process.pid)
    assert len(processes) > 2
    a_request_that_has_begun_is_answered_when_the_server_is_told_to_stop(server)
    until(lambda: not any(map(alive, processes)))
    assert list(tmp_path.glob("wengert-counts-*")) == []


def a_request_that_has_begun_is_answered_when_the_server_is_told_to_stop(server: Server) -> None:
    body = json.dumps({"program": "x1*x2"}).encode()
    head = (
        f"POST /api/v1/trace HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        connection.sendall(f"{head}Expect: 100-continue\r\n\r\n".encode())
        assert connection.recv(1_000).startswith(b"HTTP/1.1 100 ")  # a worker has it
        server.process.terminate()
        until(lambda: "Handling signal: term" in server.errors())
        connection.sendall(body)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert answer.startswith(b"HTTP/1.1 200 ") and b'"gradient":{"x1":1.0,"x2":1.0}' in answer
    assert server.process.wait(PATIENCE) == 0


def test_what_is_killed_is_replaced_and_all_of_it_ends_with_the_master(server: Server) -> None:
    """One server all through: to start one takes longer than to kill it."""
    children_are_replaced(server)
    workers_are_replaced_and_leave_no_child_behind(server)
    with busy_connections(server):
        processes = descendants_of(server.process.pid)
        server.process.kill()
        server.process.wait()
        killed = time.monotonic()
        until(lambda: not any(map(alive, processes)))
        assert time.monotonic() - killed < 2.0


@contextlib.contextmanager
def busy_connections(server: Server) -> Iterator[None]:
    """Work for every worker: large matrices, and closed forms that its children write."""
    heavy = [{"program": hostile.SMALL_HEAVY}, {"program": hostile.tangled(140), "include": ["symbolic", "checks"]}]
    with contextlib.ExitStack() as opened:
        for body in heavy * 6:
            connection = opened.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE))
            sent = json.dumps(body).encode()
            head = f"POST /api/v1/trace HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(sent)}\r\n\r\n"
            connection.sendall(head.encode() + sent)
        time.sleep(0.5)  # they have begun
        yield


def children_are_replaced(server: Server) -> None:
    workers = server.workers()
    for worker in workers:
        for child in descendants_of(worker):
            os.kill(child, signal.SIGKILL)
    for k in range(8):
        status, answer = asked(server, f"x1*x2*{'sin(' * k}x1{')' * k}")
        assert status == 200 and answer["gradient"]
    until(lambda: str(asked(server, "x1*x2/x3 - x1")[1]["svg"]).startswith("<svg"))
    assert server.workers() == workers


def workers_are_replaced_and_leave_no_child_behind(server: Server) -> None:
    first = server.workers()
    processes = descendants_of(server.process.pid)
    for worker in first:
        os.kill(worker, signal.SIGKILL)
    server.wait_for_workers(2, but=first)
    assert asked(server, "x1*x2 + 1")[0] == 200
    assert server.request("GET", "/readyz")[0] == 200
    until(lambda: not any(map(alive, processes)))
    assert b"\nwengert_workers 2.0\n" in server.request("GET", "/metrics")[1]
