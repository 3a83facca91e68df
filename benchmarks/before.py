"""Programs of numbers now against an earlier commit: what arrays may have cost those who do not use them.

python benchmarks/before.py [COMMIT]
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import Aim, Timings, ratio, table
from benchmarks.programs import Sample, sample

ROOT = Path(__file__).resolve().parent.parent
TITLE = "Programs of numbers, against the last commit before arrays"
COMMIT = "cbe1040"
SIZES = {10: 2, 100: 6, 1_000: 10}  # nodes -> how many of them are inputs
JUDGED = ("build", "sweeps", "study")
STAGES = (*JUDGED, "answer")
ROUNDS = 15
BOUND = 1.15
PROMISE = "building, sweeping and studying programs of numbers take at most 15 % longer than before arrays"
NOW, BEFORE = "now", "before"


class Side:
    """A process that runs side.py over the house of one folder; starts with the `with` block and ends with it."""

    def __init__(self, folder: Path):
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("side.py")), str(folder)],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Side:
        return self

    def __exit__(self, *failure: object) -> None:
        self.process.communicate(timeout=60)

    def ask(self, question: Any) -> Any:
        assert self.process.stdin is not None and self.process.stdout is not None
        print(json.dumps(question), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())


def report(quick: bool, commit: str = COMMIT) -> tuple[str, list[Aim]]:
    """The table and the aim. quick: fewer rounds."""
    archive = subprocess.run(["git", "archive", commit, "graphs"], cwd=ROOT, capture_output=True)
    if archive.returncode:
        return f"The commit {commit} is not here.", [Aim(PROMISE, f"the commit {commit} is not here", None)]
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
            files.extractall(folder, filter="data")
        with Side(ROOT) as now, Side(Path(folder)) as before:
            measured = _measured({NOW: now, BEFORE: before}, 5 if quick else ROUNDS)
    return _table(measured), [_aim(measured)]


def _measured(sides: dict[str, Side], rounds: int) -> dict[tuple[int, str], Timings]:
    """Timings by side, for each size and stage; each round asks the sides in turn, once one first, once the other."""
    programs = [sample(nodes, inputs, seed=1) for nodes, inputs in SIZES.items()]
    gradients = [side.ask([_question(made) for made in programs]) for side in sides.values()]
    assert gradients[0] == gradients[1], "the sides do not compute the same"
    measured: dict[tuple[int, str], Timings] = {
        (nodes, stage): {name: [] for name in sides} for nodes in SIZES for stage in STAGES
    }
    order = list(sides)
    for _ in range(rounds):
        for number, nodes in enumerate(SIZES):
            for stage in STAGES:
                for name in order:
                    measured[nodes, stage][name].append(sides[name].ask((number, stage)))
        order.reverse()
    return measured


def _question(made: Sample) -> tuple[str, dict[str, float]]:
    return made.text, dict(zip(made.inputs, made.point))


def _table(measured: dict[tuple[int, str], Timings]) -> str:
    rows = []
    for nodes in SIZES:
        row = [f"{nodes:,}"]
        for stage in STAGES:
            timings = measured[nodes, stage]
            row += [f"{median(timings[name]) / nodes * 1e6:.2f}" for name in (BEFORE, NOW)]
            row.append(f"{ratio(timings, NOW, BEFORE):.2f}")
        rows.append(row)
    head = [f"{stage} {word}" for stage in STAGES for word in ("before, µs a node", "now", "ratio")]
    return table(["nodes", *head], rows)


def _aim(measured: dict[tuple[int, str], Timings]) -> Aim:
    told = ", ".join(
        f"{stage} {max(ratio(measured[nodes, stage], NOW, BEFORE) for nodes in SIZES):.2f}" for stage in STAGES
    )
    holds = all(ratio(timings, NOW, BEFORE) <= BOUND for (_, stage), timings in measured.items() if stage in JUDGED)
    return Aim(PROMISE, f"at worst {told} times as long", holds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commit", nargs="?", default=COMMIT)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    asked = parser.parse_args()
    tables, aims = report(asked.quick, asked.commit)
    print(tables, "", *aims, sep="\n")


if __name__ == "__main__":
    main()
