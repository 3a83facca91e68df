"""Commands side by side, so that no core waits: python scripts/parts.py NAME=COMMAND…

The last one writes as it goes; what the others say is shown when they end. One that fails makes this fail, when all
have ended.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time

TELLING = threading.Lock()


def run(name: str, command: str, live: bool, failed: list[str]) -> None:
    began = time.monotonic()
    heard = None if live else subprocess.PIPE
    done = subprocess.run(command, shell=True, stdout=heard, stderr=None if live else subprocess.STDOUT, text=True)
    verdict = f"failed ({done.returncode})" if done.returncode else "passed"
    with TELLING:
        if done.returncode:
            failed.append(name)
        print(f"\n== {name}: {verdict} in {time.monotonic() - began:.0f} s", flush=True)
        if done.stdout:
            print(done.stdout.rstrip(), flush=True)


def main(parts: list[str]) -> int:
    failed: list[str] = []
    named = [part.partition("=") for part in parts]
    threads = [
        threading.Thread(target=run, args=(name, command, k == len(named), failed))
        for k, (name, _, command) in enumerate(named, 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        print(f"\nfailed: {', '.join(failed)}", flush=True)
    return bool(failed)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:  # the commands have heard it, too
        sys.exit(130)
