"""The process that children are born in, started by births.py: it has read the rooms of their tasks, and forks.

It has one thread and none of the server's files or connections, so that a fork is safe and quick, and a child inherits
nothing of them. It ends when the server closes its end of the socket, by dying too, and the children with it.

`python -m graphs.nursery ROOM …`, with the socket as standard input.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import signal
import socket
import sys
from multiprocessing.connection import Connection

from graphs.births import BIRTH, REPLY, REQUEST
from graphs.child import children
from graphs.confine import allow, confine


def main(rooms: list[str]) -> None:
    """Serve births and burials until the socket closes."""
    control = socket.socket(fileno=os.dup(0))
    for room in rooms:
        importlib.import_module(room)
    for child in children().values():
        child.rehearse()
    gc.collect()
    gc.freeze()  # what is shared with the children is not touched by their collectors, and stays shared
    born: set[int] = set()
    while True:
        request, handed, _, _ = socket.recv_fds(control, REQUEST.size, 1)
        if not request:
            return
        kind, number = REQUEST.unpack(request)
        answer = _born(control, handed[0], born) if kind == BIRTH else _buried(number, born)
        control.sendall(REPLY.pack(answer))


def _born(control: socket.socket, pipe: int, born: set[int]) -> int:
    number = os.fork()
    if not number:
        control.close()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        _work(Connection(pipe))
        os._exit(0)
    os.close(pipe)
    born.add(number)
    return number


def _buried(number: int, born: set[int]) -> int:
    """End a child, and tell how it ended; until then the system gives its number to no one else.

    One of a nursery before this one has died with it, and its number may be another's by now.
    """
    if number not in born:
        return -signal.SIGKILL
    born.remove(number)
    os.kill(number, signal.SIGKILL)
    _, status = os.waitpid(number, 0)
    return os.waitstatus_to_exitcode(status)


def _work(pipe: Connection) -> None:
    """In the child: task after task, each within its bounds; what a task raises is an answer too."""
    confine()
    with contextlib.suppress(EOFError):  # the server has closed its end
        while True:
            task, question, bounds = pipe.recv()
            allow(bounds.memory, bounds.processor)
            try:
                answer, failure = task(question), None
            except Exception as raised:
                answer, failure = None, raised
            pipe.send((answer, failure))


if __name__ == "__main__":
    main(sys.argv[1:])
