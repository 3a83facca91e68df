"""The process that children are forked from, started by forkserver.py: it has read the rooms of their tasks, and forks.

It has one thread and none of the server's files or connections, so that a fork is safe and quick, and a child inherits
nothing of them. It ends when the server closes its end of the socket, by dying too, and the children with it.

`python -m graphs.workers ROOM …`, with the socket as standard input.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pickle
import signal
import socket
import sys
from typing import Any

from graphs.workers.forkserver import FORK, LENGTH, REPLY, REQUEST
from graphs.workers.pool import children
from graphs.workers.sandbox import allow, confine


def main(rooms: list[str]) -> None:
    """Fork children and end them until the socket closes."""
    control = socket.socket(fileno=os.dup(0))
    for room in rooms:
        importlib.import_module(room)
        if _is_over(control):
            return
    for child in children().values():
        child.rehearse()
        if _is_over(control):
            return
    gc.collect()
    gc.freeze()  # what is shared with the children is not touched by their collectors, and stays shared
    forked: set[int] = set()
    while True:
        request, files, _, _ = socket.recv_fds(control, REQUEST.size, 1)
        if not request:
            return
        kind, number = REQUEST.unpack(request)
        answer = _forked(control, files[0], forked) if kind == FORK else _ended(number, forked)
        control.sendall(REPLY.pack(answer))


def _is_over(control: socket.socket) -> bool:
    """Whether the server has closed its end meanwhile: a fork is never asked for while another is."""
    try:
        return not control.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False


def _forked(control: socket.socket, pipe: int, forked: set[int]) -> int:
    number = os.fork()
    if not number:
        control.close()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        _work(socket.socket(fileno=pipe))
        os._exit(0)
    os.close(pipe)
    forked.add(number)
    return number


def _ended(number: int, forked: set[int]) -> int:
    """End a child, and tell how it ended; until then the system gives its number to no one else.

    One of a fork server before this one has died with it, and its number may be another's by now.
    """
    if number not in forked:
        return -signal.SIGKILL
    forked.remove(number)
    os.kill(number, signal.SIGKILL)
    _, status = os.waitpid(number, 0)
    return os.waitstatus_to_exitcode(status)


def _work(line: socket.socket) -> None:
    """In the child: task after task, each within its bounds, until the server closes its end.

    The server's questions are pickles; an answer is JSON, for whoever has got hold of a child must not get hold of
    the server: {"answer": …}, or {"failure": the kind's name, "message": …} where the task raised.
    """
    confine()
    with line.makefile("rb") as stream:
        while head := stream.read(LENGTH.size):
            task, question, bounds = pickle.loads(stream.read(*LENGTH.unpack(head)))  # noqa: S301  # the server's
            allow(bounds.memory, bounds.processor)
            message = _answered(task, question)
            line.sendall(LENGTH.pack(len(message)) + message)


def _answered(task: Any, question: Any) -> bytes:
    try:
        return json.dumps({"answer": task(question)}, allow_nan=False).encode()
    except Exception as raised:
        return json.dumps({"failure": type(raised).__name__, "message": str(raised)}).encode()


if __name__ == "__main__":
    main(sys.argv[1:])
