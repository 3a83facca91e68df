"""The benchmarks, in one command: `python benchmarks/run.py`. README.md beside it says what each row means."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a second thread in NumPy's products would wait for a core, now and then

from benchmarks import answers, before, networks, passes, second, tensors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and no 100,000 nodes")
    quick = parser.parse_args().quick
    print(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores\n")
    aims = []
    for part in (answers, networks, passes, before, tensors, second):
        tables, reached = part.report(quick)
        aims += reached
        print(f"## {part.TITLE}\n\n{tables}\n", flush=True)
    print("## Aims\n\n| aim | measured | |\n| --- | --- | --- |", *aims, sep="\n")


if __name__ == "__main__":
    main()
