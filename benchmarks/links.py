"""Short links under kill -9: `python benchmarks/links.py [links]` writes them while the whole server is killed.

Several clients write until that many links are acknowledged (10,000 unless told). Again and again the server is killed
in the midst of their writes and started anew on the same file; at the end every acknowledged link must open.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.server import PATIENCE, Server

CLIENTS = 4
KILLS = 4


class Writer(threading.Thread):
    """Makes links, each of a program of its own, until it is told to stop or the server is gone."""

    def __init__(self, port: int, first: int, acknowledged: dict[str, str], most: int):
        super().__init__()
        self.port, self.first, self.acknowledged, self.most = port, first, acknowledged, most

    def run(self) -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        number = self.first
        try:
            while len(self.acknowledged) < self.most:
                program = f"x*{number}"
                body = json.dumps({"program": program})
                connection.request("POST", "/api/v1/links", body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                told = answer.read()
                assert answer.status == 201, told
                self.acknowledged[json.loads(told)["url"]] = program
                number += CLIENTS
        except (OSError, HTTPException):
            return  # killed


def write(folder: str, acknowledged: dict[str, str], first: int, most: int) -> float:
    """Write until so many are acknowledged, then kill the server while the others' writes are under way; seconds."""
    with Server(WENGERT_DATA=folder) as server:
        server.seconds_until_healthy()
        began = perf_counter()
        writers = [Writer(server.port, first + k, acknowledged, most + CLIENTS) for k in range(CLIENTS)]
        for writer in writers:
            writer.start()
        while len(acknowledged) < most:
            writers[0].join(0.005)
        server.process.kill()
        for writer in writers:
            writer.join()
        return perf_counter() - began


def opened(folder: str, acknowledged: dict[str, str]) -> tuple[int, float]:
    """How many of the links lead to their program, and the seconds that opening them took."""
    with Server(WENGERT_DATA=folder) as server:
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
    print(f"{KILLS} times kill -9 of the server while they were written; {right:,} open afterwards, "
          f"{len(acknowledged) / reading:,.0f} a second; {size / len(acknowledged):,.0f} bytes a link")  # fmt: skip
    if right != len(acknowledged):
        sys.exit(f"{len(acknowledged) - right:,} acknowledged links are lost")


if __name__ == "__main__":
    main()
