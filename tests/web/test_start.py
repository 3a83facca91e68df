"""What a start begins first, and what it leaves for later: the first answer waits for no more than it needs."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic, sleep

import pytest

from benchmarks.server import Server, children_of
from tests.support.paths import ROOT
from wengert.web import late
from wengert.web.late import Late
from wengert.web.servers import early

LATER = ("sqlalchemy", "psycopg", "redis")


def test_the_fork_server_that_is_started_first_reads_the_rooms_of_all_tasks() -> None:
    told = "from wengert.web.application import create_app\nfrom graphs.workers import pool\nprint(*pool.rooms())"
    command = [sys.executable, "-c", told]
    rooms = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    assert tuple(rooms) == early.ROOMS


def test_the_first_answer_waits_for_no_sql_and_pays_no_import(tmp_path: Path) -> None:
    with Server(trace_imports=True, WENGERT_DATA=str(tmp_path)) as server:
        server.wait_for_port()
        before = server.imported()
        assert "graphs.study" in before and not [name for name in before if name.split(".")[0] in LATER]
        server.trace("x1*x2 + sin(x1)", {"x1": 1.0, "x2": 2.0})
        assert not [name for name in server.imported()[len(before) :] if name.startswith(("graphs", "sympy", "jinja2"))]
        if sys.platform == "linux":
            commands = [Path(f"/proc/{child}/cmdline").read_bytes() for child in children_of(server.process.pid)]
            assert [b"graphs.workers" in command for command in commands] == [True]  # and no second one
        body = json.dumps({"program": "x1*x2", "at": {"x1": 1.0, "x2": 2.0}})
        assert server.request("POST", "/api/v1/links", body)[0] == 201
        assert "sqlalchemy" in server.imported()


def test_no_answer_waits_for_scipy() -> None:
    with Server(trace_imports=True) as server:
        server.wait_for_port()
        end = monotonic() + 20
        while "scipy.linalg" not in server.imported():
            assert monotonic() < end, "it is loaded a moment after the start, though nobody asks"
            sleep(0.05)
        before = server.imported()
        point = {"A": [[2.0, 1.0], [1.0, 3.0]], "b": [1.0, 2.0], "x": 1.5}
        _, made = server.trace("sum(inv(A)@b) + sum(solve(A, b)) + det(A) + erf(x) + gamma(x) + digamma(x)", point)
        assert not made["issues"]
        assert not [name for name in server.imported()[len(before) :] if name.startswith(("graphs", "scipy"))]


def test_what_comes_late_is_made_once_by_whoever_is_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late, "_MOMENT", 0.0)
    made: list[int] = []
    is_made = threading.Event()

    def make() -> list[int]:
        made.append(len(made))
        is_made.set()
        return made

    own = Late(make)
    own.soon()
    assert is_made.wait(20)
    asking = [threading.Thread(target=own) for _ in range(8)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert own() is made and made == [0]


def test_what_could_not_be_made_is_tried_again() -> None:
    failures = [OSError("away")]

    def make() -> str:
        if failures:
            raise failures.pop()
        return "there"

    own = Late(make)
    with pytest.raises(OSError, match="away"):
        own()
    assert own() == "there"
