"""The server under load, in one command: `python benchmarks/load.py [parts] [--minutes N]`; prints Markdown.

gunicorn is started on a free loopback port, two workers, and ended by its process id. README.md says what each part is.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from time import monotonic, perf_counter, sleep

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import hostile
from benchmarks.measure import Aim, table
from benchmarks.server import GUNICORN, Server, descendants_of

PLAIN = json.dumps({"program": "x1*x2", "at": {"x1": 3, "x2": 4}, "include": ["steps", "svg"]})
ASSIGNMENT = "exp(x1)*(x1**2 + x2**2)**3"
HOSTILE_CLIENTS, HOSTILE_SECONDS = 50, 60
HEAVY_CONNECTIONS, HEAVY_SECONDS = (50, 140), 60
LIMIT = 512  # MB: what a process may hold


class Client:
    """Asks over one kept connection, and opens another where that ends. Counts what is not as it should be."""

    def __init__(self, port: int, timeout: float = 60.0):
        self.connection = HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.seconds: list[float] = []
        self.errors = 0

    def ask(self, body: str | bytes) -> int:
        """The status; 0 where none came."""
        start = perf_counter()
        try:
            self.connection.request("POST", "/api/v1/trace", body, {"Content-Type": "application/json"})
            answer = self.connection.getresponse()
            answer.read()
            status = answer.status
        except (OSError, HTTPException):
            self.connection.close()
            status = 0
        self.seconds.append(perf_counter() - start)
        return status

    def ask_plainly(self) -> None:
        """Ask what is always right."""
        self.errors += self.ask(PLAIN) != 200


@contextmanager
def serving() -> Iterator[Server]:
    """A server whose workers are all there."""
    with Server(GUNICORN, WEB_CONCURRENCY="2", WENGERT_METRICS="true", FLASK_RATELIMIT_ENABLED="false") as server:
        server.wait_for_workers(2)
        yield server


@contextmanager
def busy(clients: int, work: Callable[[threading.Event], None]) -> Iterator[None]:
    """So many threads do this work until the block ends."""
    ended = threading.Event()
    threads = [threading.Thread(target=work, args=(ended,)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def among_hostile() -> tuple[str, list[Aim]]:
    """A plain client among hostile ones."""
    statuses: dict[int, int] = {}
    counting = threading.Lock()
    bodies = cycle(hostile.bodies())

    def attack(ended: threading.Event) -> None:
        client = Client(server.port)
        while not ended.is_set():
            with counting:
                body = next(bodies)
            status = client.ask(body)
            with counting:
                statuses[status] = statuses.get(status, 0) + 1

    with serving() as server:
        plain = Client(server.port)
        with busy(HOSTILE_CLIENTS, attack):
            _ask_for(plain, HOSTILE_SECONDS)
    p50, p95 = median(plain.seconds), quantiles(plain.seconds, n=20)[-1]
    told = ", ".join(f"{count} × {status or 'no answer'}" for status, count in sorted(statuses.items()))
    rows = [
        ["plain requests", f"{len(plain.seconds):,}"],
        ["errors", str(plain.errors)],
        *(
            [name, f"{seconds:.3f} s"]
            for name, seconds in [("p50", p50), ("p95", p95), ("slowest", max(plain.seconds))]
        ),
        ["hostile answers, by status", told],
    ]
    unforeseen = sum(count for status, count in statuses.items() if status in (0, 500))
    return table(["beside 50 hostile clients", ""], rows), [
        Aim(
            "no error for a plain client beside 50 hostile ones",
            f"{plain.errors} of {len(plain.seconds)}",
            plain.errors == 0,
        ),
        Aim("its p95 is under 1 s", f"{p95:.2f} s", p95 < 1),
        Aim("hostile requests meet no unforeseen fault", str(unforeseen), unforeseen == 0),
    ]


def among_heavy() -> tuple[str, list[Aim]]:
    """A plain client beside connections that send one short program of large matrices again and again."""
    body = json.dumps({"program": hostile.SMALL_HEAVY, "include": []})
    rows, aims = [], []
    for connections in HEAVY_CONNECTIONS:
        statuses: Counter[int] = Counter()

        def ask(ended: threading.Event, statuses: Counter[int] = statuses) -> None:
            client = Client(server.port)
            found: Counter[int] = Counter()
            while not ended.is_set():
                found[client.ask(body)] += 1
            with counting:
                statuses.update(found)

        counting = threading.Lock()
        with serving() as server:
            plain = Client(server.port)
            with busy(connections, ask):
                _ask_for(plain, HEAVY_SECONDS)
        p50, p95 = median(plain.seconds), quantiles([*plain.seconds, *plain.seconds], n=20)[-1]
        told = ", ".join(f"{count} × {status or 'no answer'}" for status, count in sorted(statuses.items()))
        rows.append(
            [str(connections), f"{len(plain.seconds):,}", str(plain.errors)]
            + [f"{seconds:.3f}" for seconds in (p50, p95, max(plain.seconds))]
            + [told]
        )
        of = f"beside {connections} connections of the small heavy program"
        unforeseen = statuses[0] + statuses[500]
        aims += [
            Aim(f"no error for a plain client {of}", f"{plain.errors} of {len(plain.seconds)}", plain.errors == 0),
            Aim(f"its p95 {of} is under 1 s", f"{p95:.2f} s", p95 < 1),
            Aim(f"every connection {of} is answered, and by no fault", str(unforeseen), unforeseen == 0),
        ]
    head = ["connections", "plain requests", "errors", "p50, s", "p95, s", "slowest, s", "heavy answers, by status"]
    return table(head, rows), aims


def memory(minutes: float) -> tuple[str, list[Aim]]:
    """Mixed traffic, and what every process holds meanwhile."""
    bodies = cycle(hostile.mixed())
    counting = threading.Lock()
    statuses: dict[int, int] = {}

    def ask(ended: threading.Event) -> None:
        client = Client(server.port)
        while not ended.is_set():
            with counting:
                body = next(bodies)
            status = client.ask(body)
            with counting:
                statuses[status] = statuses.get(status, 0) + 1

    samples: list[tuple[float, list[float], list[float]]] = []
    with serving() as server, busy(6, ask):
        began = monotonic()
        while (passed := monotonic() - began) < 60 * minutes:
            workers = server.workers()
            children = [_megabytes(child) for worker in workers for child in descendants_of(worker)]
            samples.append((passed, [_megabytes(worker) for worker in workers], children))
            sleep(1)
    rows = [
        [f"{passed / 60:.1f}", f"{max(workers):.0f}", f"{max(children):.0f}"]
        for passed, workers, children in samples[:: max(1, len(samples) // 10)]
    ]
    most = max(max(*workers, *children) for _, workers, children in samples)
    half, end = (max(samples[k][1]) for k in (len(samples) // 2, -1))
    answered = ", ".join(f"{count:,} × {status or 'no answer'}" for status, count in sorted(statuses.items()))
    return table(["minute", "largest worker, MB", "largest child, MB"], rows) + f"\n\nAnswers by status: {answered}.", [
        Aim(f"every process holds less than {LIMIT} MB", f"{most:.0f} MB at most in {minutes:g} minutes", most < LIMIT),
        Aim(
            "workers hold no more at the end than at half time, but for a tenth",
            f"{half:.0f} and {end:.0f} MB",
            end < 1.1 * half,
        ),
    ]


def rates() -> tuple[str, list[Aim]]:
    """Requests per second with eight clients."""
    fresh = iter(hostile.fresh())
    taking = threading.Lock()

    def take() -> str:
        with taking:
            return next(fresh)

    asked = {
        "assignment, steps, repeated": lambda: json.dumps({"program": ASSIGNMENT, "at": {"x1": 0, "x2": 2}}),
        "assignment, steps and SVG, repeated": lambda: json.dumps({"program": ASSIGNMENT, "include": ["steps", "svg"]}),
        "a program of that size, steps, first seen": lambda: json.dumps({"program": take()}),
        "a program of that size, steps and SVG, first seen": lambda: json.dumps(
            {"program": take(), "include": ["steps", "svg"]}
        ),
        "x1*x2, nothing else": lambda: json.dumps({"program": "x1*x2", "include": []}),
    }
    rows = []
    with serving() as server:
        for name, body in asked.items():
            clients: list[Client] = []

            def ask(ended: threading.Event, body: Callable[[], str] = body, clients: list[Client] = clients) -> None:
                client = Client(server.port)
                clients.append(client)
                while not ended.is_set():
                    client.errors += client.ask(body()) != 200

            began = perf_counter()
            with busy(8, ask):
                sleep(8)
            took = perf_counter() - began
            seconds = [each for client in clients for each in client.seconds]
            errors = sum(client.errors for client in clients)
            rows.append([name, f"{len(seconds) / took:.0f}", f"{1_000 * median(seconds):.0f}", str(errors)])
    return table(["asked for", "requests a second", "median, ms", "errors"], rows), []


def killed() -> tuple[str, list[Aim]]:
    """kill -9 of a worker, and of all its children, under load."""
    rows, aims = [], []
    for what in ("a worker", "a worker's children"):
        bodies = cycle(hostile.mixed())

        def ask(ended: threading.Event, bodies: Iterator[str] = bodies) -> None:
            client = Client(server.port)
            while not ended.is_set():
                client.ask(next(bodies))

        with serving() as server:
            plain = Client(server.port, timeout=10.0)
            with busy(3, ask):
                _ask_for(plain, 3)
                first = server.workers()
                for process in first[:1] if what == "a worker" else descendants_of(first[0]):
                    os.kill(process, signal.SIGKILL)
                _ask_for(plain, 5)
                server.wait_for_workers(2)
                meanwhile = plain.errors
                _ask_for(plain, 5)
        rows.append(
            [
                what,
                f"{len(plain.seconds):,}",
                str(meanwhile),
                str(plain.errors - meanwhile),
                f"{max(plain.seconds):.2f}",
            ]
        )
        aims.append(
            Aim(
                f"after kill -9 of {what} the service is whole again",
                f"{meanwhile} errors meanwhile, {plain.errors - meanwhile} later",
                plain.errors == meanwhile,
            )
        )
    return table(
        ["killed", "plain requests", "errors until two workers are ready", "errors later", "slowest, s"], rows
    ), aims


def _ask_for(client: Client, seconds: float) -> None:
    began = monotonic()
    while monotonic() - began < seconds:
        client.ask_plainly()


def _megabytes(process: int) -> float:
    """Of its resident memory; 0 where it has ended."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


PARTS = {"hostile": among_hostile, "heavy": among_heavy, "memory": memory, "rates": rates, "killed": killed}
TITLES = {
    "hostile": "A plain client among hostile ones",
    "heavy": "A plain client beside a small heavy program",
    "memory": "Memory under mixed traffic",
    "rates": "Requests a second",
    "killed": "kill -9 under load",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; without any, all")
    parser.add_argument("--minutes", type=float, default=10, help="how long memory is watched")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server is ended with us
    machine = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    print(f"{machine}, with a load of {os.getloadavg()[0]:.0f} at the start\n")
    aims: list[Aim] = []
    for name in options.parts or PARTS:
        tables, reached = memory(options.minutes) if name == "memory" else PARTS[name]()
        aims += reached
        print(f"### {TITLES[name]}\n\n{tables}\n", flush=True)
    print("### Aims\n\n| aim | measured | |\n| --- | --- | --- |", *aims, sep="\n")


if __name__ == "__main__":
    main()
