"""What an answer costs the server: the API's, and what the page asks, now and of another checkout, in turns.

python benchmarks/replies.py [--against FOLDER] [--rounds 30]

Each side is a process of its own that answers through Flask's test client, so that nothing is timed but the server's
work; the layout's child counts in the time that passes. A cell is a median, a ratio the median of ratios within rounds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.measure import table  # noqa: E402
from benchmarks.programs import Sample, different  # noqa: E402

INPUTS = {8: 2, 100: 6, 300: 10}  # nodes -> how many of them are inputs
LOOKED = {"sweep": "reverse", "index": 4, "wrt": None}  # the step that the page looks at
QUESTIONS = ("API, first answer", "API, new point", "page, first answer", "page, new point")
NOW, BEFORE = "now", "before"


class Cost(NamedTuple):
    """Milliseconds that pass, milliseconds of the processor, kilobytes."""

    passed: float
    worked: float
    size: float


class Side:
    """The server of a folder; starts with the `with` block and ends with it."""

    def __init__(self, folder: Path):
        command = [sys.executable, str(Path(__file__).resolve()), "--serve"]
        self.process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.wording: str | None = None

    def __enter__(self) -> Side:
        return self

    def __exit__(self, *failure: object) -> None:
        self.process.communicate(timeout=60)

    def asked(self, question: str, made: Sample, factor: float) -> Cost:
        """What the answer cost."""
        at = {name: x * factor for name, x in zip(made.inputs, made.point, strict=True)}
        assert self.process.stdin is not None and self.process.stdout is not None
        print(json.dumps([question, {"program": made.text, "at": at}]), file=self.process.stdin, flush=True)
        return Cost(*json.loads(self.process.stdout.readline()))


def serve() -> None:
    """Answer the questions of standard input: of the house in the folder where this runs."""
    sys.path.insert(0, str(Path.cwd()))
    from graphs.contract.state import Trace
    from graphs.workers import pool
    from wengert.web.application import create_app

    client = create_app().test_client()
    has_columns = "columns" in str(Trace.model_fields["include"].annotation)
    wording = None
    for line in sys.stdin:
        question, body = json.loads(line)
        is_first = question.endswith("first answer")
        if question.startswith("API"):
            body["include"] = ["steps", "svg"]
        else:
            body["include"] = ["columns" if has_columns else "steps", "parts", *["svg"] * is_first]
            if has_columns or not is_first:
                body["explain"] = LOOKED
            if has_columns and not is_first:
                body["wording"] = wording
        began, worked = perf_counter(), process_time()
        response = client.post("/api/v1/trace", json=body)
        sent = response.get_data()
        cost = (perf_counter() - began) * 1e3, (process_time() - worked) * 1e3, len(sent) / 1e3
        assert response.status_code == 200, sent
        wording = json.loads(sent).get("wording")
        print(json.dumps(cost), flush=True)
    pool.stop()


def measured(sides: dict[str, Side], nodes: int, rounds: int) -> dict[str, dict[str, list[Cost]]]:
    """By question and side, what each round cost."""
    costs: dict[str, dict[str, list[Cost]]] = {question: {name: [] for name in sides} for question in QUESTIONS}
    programs = different(nodes, INPUTS[nodes], seed=1)
    for made in islice(programs, 3):  # to get warm
        for side in sides.values():
            side.asked(QUESTIONS[0], made, 1.0)
    for k in range(rounds):
        for first, moved in (QUESTIONS[:2], QUESTIONS[2:]):
            made = next(programs)
            for name in list(sides)[:: 1 if k % 2 else -1]:
                costs[first][name].append(sides[name].asked(first, made, 1.0))
                costs[moved][name].append(sides[name].asked(moved, made, 1.01))
    return costs


def report(against: Path | None, rounds: int) -> str:
    """The table."""
    folders = {NOW: ROOT} if against is None else {BEFORE: against, NOW: ROOT}
    rows = []
    for nodes in INPUTS:
        sides = {name: Side(folder) for name, folder in folders.items()}
        try:
            costs = measured(sides, nodes, rounds)
        finally:
            for side in sides.values():
                side.__exit__()
        for question, by_side in costs.items():
            cells = [f"{median(each.passed for each in by_side[name]):.1f}" for name in folders]
            cells += [f"{median(each.worked for each in by_side[name]):.1f}" for name in folders]
            cells += [f"{median(each.size for each in by_side[name]):.0f}" for name in folders]
            if against is not None:
                pairs = list(zip(by_side[NOW], by_side[BEFORE], strict=True))
                cells += [f"{median(now.passed / then.passed for now, then in pairs):.2f}"]
                cells += [f"{median(now.worked / then.worked for now, then in pairs):.2f}"]
            rows.append([str(nodes), question, *cells])
    units = [f"{name}, {unit}" for unit in ("ms", "processor, ms", "kB") for name in folders]
    return table(["nodes", "question", *units, *(["ratio", "processor's"] if against else [])], rows)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--serve", action="store_true")
    asked.add_argument("--against", type=Path, help="another checkout, whose server takes turns with this one's")
    asked.add_argument("--rounds", type=int, default=30)
    given = asked.parse_args()
    if given.serve:
        serve()
    else:
        print(report(given.against, given.rounds))


if __name__ == "__main__":
    main()
