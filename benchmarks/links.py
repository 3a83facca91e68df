"""Short links under kill -9: `python benchmarks/links.py [links]` writes them while what writes them is killed.

Several clients write to gunicorn until that many links are acknowledged (10,000 unless told). Again and again, in the
midst of their writes, a worker is killed, then the children of another, then the whole server, which is started anew on
the same file; at the end every acknowledged link must open.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import threading
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.server import GUNICORN, PATIENCE, Server, descendants_of

CLIENTS = 4
KILLS = 4


class Writer(threading.Thread):
    """Makes links, each of a program of its own, until there are enough or the server is gone.

    A link whose answer never came is not acknowledged, and is asked for again.
    """

    def __init__(self, port: int, first: int, acknowledged: dict[str, str], most: int, gone: threading.Event):
        super().__init__()
        self.port, self.first, self.acknowledged, self.most, self.gone = port, first, acknowledged, most, gone

    def run(self) -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        number = self.first
        while len(self.acknowledged) < self.most and not self.gone.is_set():
            program = f"x*{number}"
            try:
                body = json.dumps({"program": program})
                connection.request("POST", "/api/v1/links", body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                told = answer.read()
            except (OSError, HTTPException):
                connection.close()  # killed, it or its worker
                continue
            assert answer.status == 201, told
            self.acknowledged[json.loads(told)["url"]] = program
            number += CLIENTS


def write(folder: str, acknowledged: dict[str, str], first: int, most: int) -> float:
    """Write until so many are acknowledged; the seconds that it took.

    A third of the way a worker is killed, at two thirds a worker's children, at the end the server.
    """
    before = len(acknowledged)
    with Server(GUNICORN, WENGERT_DATA=folder) as server:
        server.seconds_until_healthy()
        server.wait_for_workers(2)
        began, gone = perf_counter(), threading.Event()
        writers = [Writer(server.port, first + k, acknowledged, most + CLIENTS, gone) for k in range(CLIENTS)]
        for writer in writers:
            writer.start()

        def kill(share: float, *victims: int) -> None:
            while len(acknowledged) < before + share * (most - before):
                writers[0].join(0.005)
            for victim in victims:
                os.kill(victim, signal.SIGKILL)

        one, other = server.workers()[:2]
        kill(1 / 3, one)
        kill(2 / 3, *descendants_of(other))
        kill(1, server.process.pid)
        gone.set()
        for writer in writers:
            writer.join()
        return perf_counter() - began


def opened(folder: str, acknowledged: dict[str, str]) -> tuple[int, float]:
    """How many of the links lead to their program, and the seconds that opening them took."""
    with Server(GUNICORN, WENGERT_DATA=folder) as server:
        server.seconds_until_healthy()
        began, right = perf_counter(), 0
        for url, program in acknowledged.items():
            server.connection.request("GET", url)
            answer = server.connection.getresponse()
            answer.read()
            right += answer.status == 302 and answer.headers["Location"] == f"/?e={program}"
        return right, perf_counter() - began


def main() -> None:
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    acknowledged: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        seconds = sum(
            write(folder, acknowledged, 10_000_000 * (1 + k), total * (k + 1) // KILLS) for k in range(KILLS)
        )  # fmt: skip
        right, reading = opened(folder, acknowledged)
        size = (Path(folder) / "links.db").stat().st_size
    print(f"{len(acknowledged):,} links acknowledged to {CLIENTS} clients, {len(acknowledged) / seconds:,.0f} a second")
    print(
        f"{KILLS} times kill -9 of a worker, of a worker's children and of the server while they were written; ", end=""
    )
    print(f"{right:,} open afterwards, {len(acknowledged) / reading:,.0f} a second; ", end="")
    print(f"{size / len(acknowledged):,.0f} bytes a link")
    if right != len(acknowledged):
        sys.exit(f"{len(acknowledged) - right:,} acknowledged links are lost")


if __name__ == "__main__":
    main()
