"""PostgreSQL and Redis of the tests' own: on free loopback ports, in a temporary folder, ended by their process ids."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.support.servers import free_port


class Service:
    """A program that listens on a port, and can be stopped and started again with what it has kept."""

    def __init__(self, command: list[str], port: int, folder: Path, user: str | None, ends: signal.Signals):
        self.command, self.port, self.folder, self.user, self.ends = command, port, folder, user, ends
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Service:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(self.command, cwd=self.folder, user=self.user, stdout=log, stderr=log)
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                assert self.process.poll() is None, (self.folder / "log").read_text()
                time.sleep(0.05)  # for the process to listen

    def stop(self) -> None:
        if self.process is not None:
            self.go_on()  # a paused process would not hear that it shall end
            self.process.send_signal(self.ends)
            self.process.wait(timeout=30)
            self.process = None

    def pause(self) -> None:
        """The hung server: connections are taken by the kernel, and nobody answers."""
        for pid in self._pids():
            os.kill(pid, signal.SIGSTOP)

    def go_on(self) -> None:
        for pid in self._pids():
            os.kill(pid, signal.SIGCONT)

    def _pids(self) -> list[int]:
        assert self.process is not None
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, children)]


def _command(name: str, *folders: Path) -> str:
    path = shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *map(str, folders)]))
    if path is None:
        pytest.skip(f"there is no {name}; scripts/services.sh installs it")
    return path


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root; its package brings a user."""
    return "postgres" if os.getuid() == 0 and "postgres" in {user.pw_name for user in pwd.getpwall()} else None


def postgresql(folder: Path) -> tuple[Service, str]:
    """A fresh PostgreSQL, and the address of its database."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    initdb, server = _command("initdb", *versions), _command("postgres", *versions)
    user, port = _unprivileged(), free_port()
    if user is not None:
        shutil.chown(folder, user)
        for parent in folder.parents[:2]:  # pytest's own, which only their owner may enter
            parent.chmod(parent.stat().st_mode | 0o011)
    settings: dict[str, Any] = {"user": user, "cwd": folder, "check": True, "capture_output": True}
    subprocess.run([initdb, "-D", "kept", "-U", "wengert", "--auth=trust", "--no-sync", "-E", "UTF8"], **settings)
    options = ["-D", "kept", "-p", str(port), "-k", "", "-c", "listen_addresses=127.0.0.1"]
    fast = signal.SIGINT  # PostgreSQL's fast shutdown: open connections are broken off
    return Service([server, *options], port, folder, user, fast), f"postgres://wengert@127.0.0.1:{port}/postgres"


def redis(folder: Path) -> tuple[Service, str]:
    """A fresh Redis that keeps nothing on the disk, and its address."""
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    return Service(
        [_command("redis-server"), *options], port, folder, None, signal.SIGTERM
    ), f"redis://127.0.0.1:{port}/0"
