"""What `make run` does before it serves: an environment is made once, and again when there is a reason."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "environment.sh"
# In place of uv: it makes an environment without anything in it, and installs nothing.
UV = f"""#!/bin/sh
echo "$*" >>"$CALLS"
[ "$1" = pip ] || exec {sys.executable} -m venv --without-pip "$5"
[ ! -e "$FAILING" ]
"""
# Another Python in all but its work.
OTHER = f"""#!/bin/sh
case "$2" in *base_prefix*) echo another ;; *) exec {sys.executable} "$@" ;; esac
"""
OLD = "#!/bin/sh\nexit 1\n"
# In place of pip: it is there, and fails.
PIP = "import sys\nsys.exit('install' in sys.argv)\n"


class Folder:
    """A folder with a lock, and what was asked of uv there."""

    def __init__(self, path: Path):
        self.path, self.lock, self.calls = path, path / "lock.txt", path / "calls"
        self.lock.write_text("flask==3.1.3 --hash=sha256:0\n")
        for name, text in {"uv": UV, "other": OTHER, "old": OLD}.items():
            (path / name).write_text(text)
            (path / name).chmod(0o755)

    def make(self, **environ: str) -> tuple[list[str], str]:
        """The words that uv was called with, and what a person reads."""
        self.calls.write_text("")
        told = {**os.environ, "PATH": f"{self.path}:{os.environ['PATH']}", "CALLS": str(self.calls), "FAILING": "none"}
        told.pop("PYTHON", None)
        done = subprocess.run(["sh", SCRIPT, ".venv", "lock.txt"], cwd=self.path, env={**told, **environ}, capture_output=True, text=True)  # fmt: skip
        self.code = done.returncode
        return [" ".join(line.split()[:2]) for line in self.calls.read_text().splitlines()], done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_an_environment_is_made_once_and_again_for_another_lock_or_python(folder: Folder) -> None:
    assert folder.make()[0] == ["venv -q", "pip install"]
    assert folder.make()[0] == folder.make(PYTHON=sys.executable)[0] == []
    folder.lock.write_text("flask==3.1.4 --hash=sha256:0\n")
    os.utime(folder.lock, (0, 0))  # its time says nothing: it may come from an archive
    assert folder.make()[0] == ["pip install"]
    assert folder.make(PYTHON=str(folder.path / "other"))[0] == ["venv -q", "pip install"]
    (folder.path / ".venv" / "bin" / "python").unlink()
    assert folder.make()[0] == ["venv -q", "pip install"]


def test_what_failed_is_tried_again(folder: Folder) -> None:
    (folder.path / "pip").mkdir()
    (folder.path / "pip" / "__main__.py").write_text(PIP)
    calls, told = folder.make(FAILING=str(folder.lock), PYTHONPATH=str(folder.path))
    assert calls == ["venv -q", "pip install"] and folder.code != 0 and told
    assert folder.make()[0] == ["pip install"] and folder.code == 0


def test_a_python_that_is_too_old_is_said(folder: Folder) -> None:
    calls, told = folder.make(PYTHON=str(folder.path / "old"))
    assert calls == [] and folder.code != 0
    assert "Wengert needs Python 3.11.2 or newer" in told and "PYTHON=" in told
