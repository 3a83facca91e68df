"""One harness under Atheris: `python -m fuzz.one NAME` and libFuzzer's own arguments."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["graphs", "wengert"], enable_loader_override=False):
    from fuzz.targets import TARGETS


def main() -> None:
    name = sys.argv.pop(1)
    target = TARGETS[name]
    sys.argv[0] = f"{sys.executable} -m fuzz.one {name}"  # libFuzzer merges corpora in processes that it starts so
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
