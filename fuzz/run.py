"""Every harness, in one command: `make fuzz`, or `python -m fuzz.run --share 0.01 --seed 7 parser links`.

A million executions in all, most where they are cheap; what was counted goes to benchmarks/fuzz.json. An input that
breaks a promise is left in fuzz/crashes, and the command fails. With --keep, inputs that reached code that no other
reached join the corpus.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from typing import Any

from fuzz.seeds import CORPUS, HERE

# harness -> executions of a whole run
PLAN = {
    "points": 480_000,
    "links": 440_000,
    "parser": 60_000,
    "code": 10_000,
    "latex": 10_000,
    "dot": 5_000,
    "svg": 3_000,
    "studies": 2_000,
}
CRASHES = HERE / "crashes"
RECORD = HERE.parent / "benchmarks" / "fuzz.json"
_LONGEST = 400  # bytes of an input: what breaks a parser is short
_SECONDS = 30  # that one input may take before it counts as a crash; an answer's own limits end it before


def run(name: str, runs: int, seed: int, keep: bool) -> dict[str, Any]:
    """Run one harness; what is recorded of it."""
    CRASHES.mkdir(exist_ok=True)
    before = set(CRASHES.iterdir())
    with tempfile.TemporaryDirectory() as found:
        began = time.monotonic()
        told = _atheris(name, f"-runs={runs}", f"-seed={seed}", f"-max_len={_LONGEST}", f"-timeout={_SECONDS}",
                        f"-dict={HERE / 'dictionary.txt'}", f"-artifact_prefix={CRASHES}/{name}-",
                        "-print_final_stats=1", found, str(CORPUS / name))  # fmt: skip
        seconds = time.monotonic() - began
        if keep:
            _atheris(name, "-merge=1", str(CORPUS / name), found)
    executions = int((re.findall(r"number_of_executed_units: (\d+)", told) or ["0"])[-1])
    crashes = len(set(CRASHES.iterdir()) - before)
    if not crashes and executions < runs:
        raise SystemExit(f"{name} ended after {executions} of {runs} executions:\n{told[-2_000:]}")
    return {
        "executions": executions,
        "seconds": round(seconds, 1),
        "per_second": round(executions / seconds),
        "seed": seed,
        "crashes": crashes,
    }


def _atheris(*arguments: str) -> str:
    """What a harness's process writes; that it ends in failure is told by its crashes."""
    done = subprocess.run([sys.executable, "-m", "fuzz.one", *arguments], cwd=HERE.parent, stderr=subprocess.STDOUT,
                          stdout=subprocess.PIPE, text=True, errors="replace", check=False)  # fmt: skip
    return done.stdout


def _commit() -> str:
    """The commit that was fuzzed; a + where files differ from it."""
    asked = ["git", "-C", str(HERE.parent), "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*", default=[*PLAN], metavar="harness", help=" ".join(PLAN))
    asked.add_argument("--share", type=float, default=1.0, help="of a whole run; only a whole run is recorded")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--keep", action="store_true", help="let the corpus grow by what was found")
    given = asked.parse_args()
    commit, harnesses = _commit(), {}
    for name in given.names:
        harnesses[name] = run(name, round(PLAN[name] * given.share), given.seed, given.keep)
        print(name, harnesses[name], flush=True)
    record = {
        "commit": commit,
        "python": platform.python_version(),
        "atheris": version("atheris"),
        "executions": sum(each["executions"] for each in harnesses.values()),
        "crashes": sum(each["crashes"] for each in harnesses.values()),
        "harnesses": harnesses,
    }
    if given.share == 1.0 and given.names == [*PLAN]:
        RECORD.write_text(json.dumps(record, indent=2) + "\n")
    if record["crashes"]:
        raise SystemExit(f"{record['crashes']} inputs broke a promise; they are in {CRASHES}")


if __name__ == "__main__":
    main()
