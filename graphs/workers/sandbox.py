"""What a child process gives up for good before its first task, and what it may use for one task.

On Linux it has no network (a seccomp filter refuses sockets and connections; on x86_64 and aarch64), ends with its
parent, and is bounded in memory and processor time. Elsewhere the bounds that the system knows are set, and a child
works without the others: the clock of whoever asks it holds everywhere.
"""

from __future__ import annotations

import ctypes
import errno
import math
import platform
import resource
import signal
import struct
import sys
from typing import NamedTuple

# prctl(2), <linux/prctl.h>
_END_WITH_PARENT, _SET_FILTER, _NO_NEW_PRIVILEGES = 1, 22, 38
_FILTER_MODE = 2


class _Machine(NamedTuple):
    """An architecture as the kernel's audit names it, and its numbers of socket(2) and connect(2)."""

    audit: int
    socket: int
    connect: int


_MACHINES = {"x86_64": _Machine(0xC000003E, 41, 42), "aarch64": _Machine(0xC00000B7, 198, 203)}
_RING = 425  # io_uring_setup(2), which can open sockets too; the same number everywhere
_OTHER_ABI = 0x40000000  # from here on x86_64 numbers its calls anew, for x32

# Instructions of <linux/bpf_common.h>: load a word of the call's description; compare and jump; answer.
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _ANSWER = 0x20, 0x15, 0x35, 0x06
_NUMBER, _AUDIT = 0, 4  # where the description holds the call's number and the architecture
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def confine() -> None:
    """Give up the network, core files and outliving the parent: for this process and all that it may start."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux":
        return
    end_with_parent()
    prctl = ctypes.CDLL(None).prctl
    if machine is not None:
        instructions = _instructions(machine)
        program = _Program(len(instructions) // 8, instructions)
        prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        prctl(_SET_FILTER, _FILTER_MODE, ctypes.byref(program), 0, 0)


def end_with_parent() -> None:
    """Have the system end this process when the thread that forked it ends, whatever it is doing then."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


def _instructions(machine: _Machine) -> bytes:
    """The filter: EPERM for calls of another architecture, and for those that lead to the network."""
    refused = [machine.socket, machine.connect, _RING]
    last = 4 + len(refused)  # the instruction that allows; after it stands the one that refuses
    program = [(_LOAD, 0, 0, _AUDIT), (_IF_EQUAL, 0, last - 1, machine.audit), (_LOAD, 0, 0, _NUMBER)]
    program.append((_IF_AT_LEAST, last - 3, 0, _OTHER_ABI))
    program += [(_IF_EQUAL, last - at, 0, number) for at, number in enumerate(refused, 4)]
    program += [(_ANSWER, 0, 0, _ALLOW), (_ANSWER, 0, 0, _REFUSE)]
    return b"".join(struct.pack("HBBI", *each) for each in program)


def allow(memory: int, processor: int) -> None:
    """For the task that comes: so many bytes more than this process has mapped, so many seconds of processor time.

    Past the first, allocation fails (MemoryError); past the second, the system ends the process (SIGXCPU).
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    _bound(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime) + processor)
    if sys.platform == "linux":
        _bound(resource.RLIMIT_AS, _mapped() + memory)


def _mapped() -> int:
    """Bytes of address space; a forked process has its parent's too, which cost nothing until they are written."""
    with open("/proc/self/statm") as sizes:
        return int(sizes.read().split()[0]) * resource.getpagesize()


def _bound(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
