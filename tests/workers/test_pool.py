"""A child process is ended at its bounds, has no network, and never takes the server or the next question with it."""

from __future__ import annotations

import contextlib
import math
import os
import pickle
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graphs.clock import Clock, running
from graphs.errors import Busy, OutOfTime, Unwanted
from graphs.limits import WEB, Bounds
from graphs.workers import pool
from graphs.workers.forkserver import LENGTH
from graphs.workers.pool import Child, Failed, children
from tests.support.paths import ROOT

BOUNDS = Bounds(seconds=20.0, memory=200_000_000, processor=20)
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these bounds")


@pytest.fixture
def child() -> Iterator[Child]:
    made = Child("root", (math.sqrt, 4.0), 5, "the root", waiting=2)
    yield made
    made.stop()
    pool._children.pop("root")


# What is asked of a child below.


def sleeping(_: Any) -> None:
    time.sleep(60)


def dying(_: Any) -> None:
    os._exit(1)


def eating(amount: int) -> int:
    return len(bytearray(amount))


def burning(_: Any) -> None:
    while True:
        pass


def opening(family: int) -> None:
    socket.socket(family)


def connecting(_: Any) -> None:
    """With a socket that it has without asking for one."""
    socket.socketpair()[0].connect("/nowhere")


def raising(_: Any) -> None:
    raise ZeroDivisionError("told")


def stalling(_: Any) -> None:
    """Half a message, and no more."""
    line = next(each for each in range(3, 64) if _is_socket(each))
    os.write(line, LENGTH.pack(1_000) + b"{")
    time.sleep(60)


class Wicked:
    """What a pickle of it does when it is read."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (1,)


def wicked(_: Any) -> Any:
    return Wicked()


def writing(message: bytes) -> None:
    """A child that others have got hold of, on the socket that it is asked over."""
    line = next(each for each in range(3, 64) if _is_socket(each))
    os.write(line, LENGTH.pack(len(message)) + message)
    time.sleep(60)


def _is_socket(number: int) -> bool:
    try:
        return stat.S_ISSOCK(os.fstat(number).st_mode)
    except OSError:
        return False


def number(_: Any) -> int:
    return os.getpid()


def files(_: Any) -> list[str]:
    """What it has open, but for the standard streams and the listing's own."""
    listed = [int(each) for each in os.listdir("/proc/self/fd")]
    found = []
    for each in listed:
        with contextlib.suppress(OSError):
            found.append(os.readlink(f"/proc/self/fd/{each}"))
    return found


ENDED: list[tuple[Callable[[Any], Any], Any, Bounds, str]] = [
    (sleeping, None, BOUNDS._replace(seconds=0.2), "the root took longer than 0.2 seconds"),
    (dying, None, BOUNDS, "the root ended without an answer"),
    pytest.param(eating, 10**9, BOUNDS, "the root needed more than 200 MB of memory", marks=linux),
    (burning, None, BOUNDS._replace(processor=1), "the root took more than 1 seconds of processor time"),
]  # type: ignore[list-item]


@pytest.mark.parametrize(("task", "question", "bounds", "told"), ENDED)
def test_a_task_past_a_bound_is_ended_and_told_and_the_next_one_is_right(
    child: Child, task: Callable[[Any], Any], question: Any, bounds: Bounds, told: str
) -> None:
    with pytest.raises(OutOfTime, match=told):
        child.ask(task, question, bounds)
    assert (child.asked, child.killed) == (1, 1)
    assert child.ask(math.sqrt, 9.0, BOUNDS) == 3.0
    assert (child.asked, child.killed, child.refused) == (2, 1, 0)


def test_memory_within_the_bound_is_given(child: Child) -> None:
    assert child.ask(eating, 50_000_000, BOUNDS) == 50_000_000


@linux
@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6, socket.AF_UNIX])
def test_a_child_has_no_network(child: Child, family: int) -> None:
    with pytest.raises(Failed, match="PermissionError"):
        child.ask(opening, family, BOUNDS)
    with pytest.raises(Failed, match="PermissionError"):
        child.ask(connecting, None, BOUNDS)
    socket.socket(family).close()  # what the child gave up is the child's alone


@linux
def test_a_child_holds_nothing_of_the_servers(child: Child) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, open(__file__) as file:
        os.set_inheritable(ours.fileno(), True)
        told = child.ask(files, None, BOUNDS)
        assert os.readlink(f"/proc/self/fd/{ours.fileno()}") not in told and file.name not in told
        assert sum(each.startswith("socket:") for each in told) == 1  # its pipe


def test_a_child_knows_no_setting_of_the_server(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:secret@nowhere")
    monkeypatch.setenv("WENGERT_DATA", "/nowhere")
    pool.stop()  # the next one is forked by a server that is started now
    assert [child.ask(os.getenv, name, BOUNDS) for name in ("DATABASE_URL", "WENGERT_DATA")] == [None, None]
    assert child.ask(os.getenv, "PATH", BOUNDS) == os.environ["PATH"]


def test_what_a_task_raises_is_raised_and_the_child_lives_on(child: Child) -> None:
    before = child.ask(number, None, BOUNDS)
    with pytest.raises(Failed, match="ZeroDivisionError: told"):
        child.ask(raising, None, BOUNDS)
    assert child.ask(number, None, BOUNDS) == before and child.killed == 0


def test_what_is_no_json_is_no_answer(child: Child) -> None:
    """Numbers that JSON has not, and objects, whose pickles would run what a child likes, never leave it."""
    for task, question in ((math.sqrt, math.inf), (wicked, None)):
        with pytest.raises(Failed, match="not JSON"):
            child.ask(task, question, BOUNDS)
    assert child.ask(math.sqrt, 9.0, BOUNDS) == 3.0 and child.killed == 0


@linux
@pytest.mark.parametrize(
    "message",
    [pickle.dumps(Wicked()), b"", b"[]", b"{}", b"[" * 100_000, b'{"failure": "x"}', b"\xff", b"1" * 10_000],
    ids=["pickle", "nothing", "list", "object", "deep", "half", "no text", "long number"],
)
def test_a_child_that_others_have_got_hold_of_is_ended_and_the_server_goes_on(child: Child, message: bytes) -> None:
    with pytest.raises(OutOfTime, match="ended without an answer"):
        child.ask(writing, message, BOUNDS)
    assert child.ask(math.sqrt, 9.0, BOUNDS) == 3.0 and child.killed == 1


@linux
def test_half_a_message_is_waited_for_no_longer_than_a_whole_one(child: Child) -> None:
    with pytest.raises(OutOfTime, match="took longer than"):
        child.ask(stalling, None, BOUNDS._replace(seconds=0.5))
    assert child.ask(math.sqrt, 9.0, BOUNDS) == 3.0


def test_what_nobody_waits_for_is_ended(child: Child) -> None:
    child.start()
    with running(Clock(60.0, 60.0, wanted=lambda: False)), pytest.raises(Unwanted):
        child.ask(sleeping, None, BOUNDS)
    assert child.killed == 1
    with running(Clock(60.0, 60.0, wanted=lambda: False)), held(child), pytest.raises(Unwanted):
        child.ask(math.sqrt, 4.0, BOUNDS)
    assert child.ask(math.sqrt, 4.0, BOUNDS) == 2.0


def test_after_so_many_tasks_a_process_is_replaced(child: Child) -> None:
    numbers = [child.ask(number, None, BOUNDS) for _ in range(11)]
    assert [len(set(numbers[k : k + 5])) for k in (0, 5)] == [1, 1] and len(set(numbers)) == 3
    assert child.killed == 0


def test_a_child_that_was_killed_while_it_waited_is_replaced_unseen(child: Child) -> None:
    killed = child.ask(number, None, BOUNDS)
    os.kill(killed, signal.SIGKILL)
    while not child._idle[0].stirs:
        time.sleep(0.01)
    assert child.ask(number, None, BOUNDS) != killed
    assert child.killed == 1


def test_a_child_that_is_killed_while_it_works_is_told(child: Child) -> None:
    working = child.ask(number, None, BOUNDS)
    threading.Timer(0.1, os.kill, (working, signal.SIGKILL)).start()
    with pytest.raises(OutOfTime, match="ended without an answer"):
        child.ask(sleeping, None, BOUNDS)
    assert child.ask(math.sqrt, 16.0, BOUNDS) == 4.0


@linux
def test_a_fork_server_that_was_killed_is_started_again(child: Child) -> None:
    before = child.ask(number, None, BOUNDS)
    fork_server = pool.fork_server._process
    assert fork_server is not None
    fork_server.kill()
    fork_server.wait()
    while not child._idle[0].stirs:  # its children die with it
        time.sleep(0.01)
    assert child.ask(number, None, BOUNDS._replace(seconds=60.0)) != before


def test_a_forked_process_has_children_of_its_own(child: Child) -> None:
    ours = child.ask(number, None, BOUNDS)
    forked = os.fork()
    if not forked:
        is_right = child.ask(number, None, BOUNDS._replace(seconds=60.0)) != ours
        pool.stop()
        os._exit(0 if is_right else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1]) == 0
    assert child.ask(number, None, BOUNDS) == ours


# Waiting.


def waiting(child: Child, size: float, done: list[float], bounds: Bounds = BOUNDS) -> threading.Thread:
    """Someone who asks, and notes their size when they have their answer."""

    def ask() -> None:
        child.ask(math.sqrt, 4.0, bounds, size)
        done.append(size)

    count = len(child._queue)
    thread = threading.Thread(target=ask)
    thread.start()
    while len(child._queue) == count:
        time.sleep(0.001)
    return thread


@contextlib.contextmanager
def held(child: Child) -> Iterator[None]:
    """While its one process is taken."""
    with child._turn(0.0, time.monotonic() + 60.0, 60.0):
        yield


def test_few_wait_and_the_rest_are_refused_at_once(child: Child) -> None:
    done: list[float] = []
    with held(child):
        threads = [waiting(child, 1.0, done), waiting(child, 2.0, done)]
        with pytest.raises(Busy, match="too many wait for the root already"):
            child.ask(math.sqrt, 4.0, BOUNDS)
        assert child.refused == 1 and done == []
    for thread in threads:
        thread.join()
    assert done == [1.0, 2.0] and child.ask(math.sqrt, 4.0, BOUNDS) == 2.0


def test_of_those_who_wait_the_smallest_comes_first(child: Child) -> None:
    done: list[float] = []
    with held(child):
        threads = [waiting(child, 900.0, done), waiting(child, 3.0, done)]
    for thread in threads:
        thread.join()
    assert done == [3.0, 900.0]


def test_waiting_counts(child: Child) -> None:
    with held(child), pytest.raises(OutOfTime, match=r"took longer than 0\.05 seconds"):
        child.ask(math.sqrt, 4.0, BOUNDS._replace(seconds=0.05))
    assert child.ask(math.sqrt, 4.0, BOUNDS) == 2.0


def test_all_that_one_answer_asks_for_shares_one_clock(child: Child) -> None:
    child.start()
    with running(Clock(0.3, 0.3)):
        assert child.ask(math.sqrt, 4.0, BOUNDS) == 2.0
        for _ in range(2):
            with pytest.raises(OutOfTime, match="took longer"):
                child.ask(sleeping, None, BOUNDS)
    assert child.ask(math.sqrt, 4.0, BOUNDS) == 2.0


# The server's.


def test_every_child_of_the_server_has_a_name_and_counts() -> None:
    import wengert.web.application  # noqa: F401  # whatever the server uses is there by then

    assert {"layout", "large layout", "derivative", "forms"} <= children().keys()
    assert all(type(n) is int for each in children().values() for n in (each.asked, each.killed, each.refused))


@linux
def test_nothing_outlives_a_server_that_is_killed() -> None:
    script = (
        "import os\nfrom wengert.web.application import create_app\nfrom graphs.workers import pool\nfrom graphs.limits import WEB\n"
        "from tests.workers.test_pool import burning, number\n"
        "create_app()\n"
        "told = [each.ask(number, None, WEB.bounds(20)) for each in pool.children().values()]\n"
        "print(pool.fork_server._process.pid, *told, flush=True)\n"
        "pool.children()['forms'].ask(burning, None, WEB.bounds(60))"
    )
    server = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    numbers = [*map(int, server.stdout.readline().split())]
    assert len(numbers) >= 5 and all(map(lives, numbers))
    server.kill()
    server.wait()
    server.stdout.close()
    ends = time.monotonic() + 10.0  # they are gone at once; a busy machine may take its time to see it
    while any(map(lives, numbers)) and time.monotonic() < ends:
        time.sleep(0.01)
    assert not any(map(lives, numbers))


def lives(number: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_bounds_of_the_web_are_those_of_its_limits() -> None:
    assert WEB.bounds(2.5) == (2.5, WEB.child_memory, WEB.child_processor)
