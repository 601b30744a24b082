"""Names of the system calls that hold a thread, from the numbers that /proc shows.

Numbers: Linux's syscall tables for x86-64 and for the generic table that aarch64 uses.
"""

import platform
from typing import Final

RUNNING = "running"
BLOCKED = "no system call"  # and yet not running: stopped, or waiting for a page
TIMED_FUTEX = "futex with a time-out"
GIL = "the interpreter lock"
ENDLESS_POLL = "poll without a time-out"
TIME_ALONE = "a wait for nothing but time"
ANOTHER_POLL = "poll of another selector than the loop's"
FROM_PIPE = "read from a pipe"
FROM_SOCKET = "read from a socket"

CLONES: Final = frozenset({"clone", "vfork", "clone3"})
_X86_64: Final = {
    56: "clone", 58: "vfork", 435: "clone3",
    0: "read", 1: "write", 7: "poll", 17: "pread64", 18: "pwrite64", 23: "select", 34: "pause", 35: "nanosleep",
    40: "sendfile", 42: "connect", 43: "accept", 44: "sendto", 45: "recvfrom", 46: "sendmsg", 47: "recvmsg",
    61: "wait4", 72: "fcntl", 73: "flock", 74: "fsync", 75: "fdatasync", 128: "rt_sigtimedwait", 202: "futex",
    230: "clock_nanosleep", 232: "epoll_wait", 247: "waitid", 257: "openat", 270: "pselect6", 271: "ppoll",
    281: "epoll_pwait", 288: "accept4", 441: "epoll_pwait2",
}  # fmt: skip
_GENERIC: Final = {
    220: "clone", 435: "clone3",
    63: "read", 64: "write", 67: "pread64", 68: "pwrite64", 71: "sendfile", 72: "pselect6", 73: "ppoll",
    82: "fsync", 83: "fdatasync", 25: "fcntl", 32: "flock", 56: "openat", 95: "waitid", 98: "futex",
    101: "nanosleep", 115: "clock_nanosleep", 137: "rt_sigtimedwait", 202: "accept", 203: "connect",
    206: "sendto", 207: "recvfrom", 211: "sendmsg", 212: "recvmsg", 22: "epoll_pwait", 242: "accept4",
    260: "wait4", 441: "epoll_pwait2",
}  # fmt: skip
_TABLES: Final = {"x86_64": _X86_64, "aarch64": _GENERIC}
_POLLS: Final = frozenset({"epoll_wait", "epoll_pwait", "epoll_pwait2"})
_FUTEX_TIMEOUT_ARGUMENT = 4
_SELECT_TIMEOUT_ARGUMENT = 5
_SIGN_BIT = 1 << 31
# Which arguments are the number of descriptors that a call waits for, and its time-out.
_POLLS_OF_MANY: Final = {"select": (0, 4), "pselect6": (0, 4), "poll": (1, 2), "ppoll": (1, 2)}
# The lock's parts lie side by side: two condition variables and two mutexes, of 40 and 48 bytes each.
_GIL_BEFORE, _GIL_AFTER = 64, 256


def name_of(line: str | None, machine: str = platform.machine(), *, gil: int = 0) -> str | None:
    """Give the name for a line of /proc/PID/task/TID/syscall, or None where it cannot be told.

    `gil` is the address of the interpreter's lock (see `gil`); a wait for it has the name GIL then.

    A futex with a time-out has a name of its own: threads wait so for Python's interpreter lock, which they ask for
    in steps of 5 ms, while a lock that a program takes without time-out waits for ever.
    """
    fields = (line or "").split()
    if not fields:
        return None
    if fields[0] == RUNNING:
        return RUNNING
    if fields[0] == "-1":
        return BLOCKED
    name = _TABLES.get(machine, {}).get(int(fields[0])) if fields[0].isdigit() else None
    if name == "futex" and gil and -_GIL_BEFORE <= arguments_of(line or "")[0] - gil <= _GIL_AFTER:
        return GIL
    if name == "futex" and len(fields) > _FUTEX_TIMEOUT_ARGUMENT and int(fields[_FUTEX_TIMEOUT_ARGUMENT], 16):
        return TIMED_FUTEX
    if name in _POLLS_OF_MANY and len(fields) > _SELECT_TIMEOUT_ARGUMENT:
        return _kind_of_poll(name, [int(field, 16) for field in fields[1:7]])
    return name or f"system call {fields[0]}"


def _kind_of_poll(name: str, arguments: list[int]) -> str:
    """Tell a wait for nothing but time, and one without a time-out, from other polls."""
    count, timeout = _POLLS_OF_MANY[name]
    is_endless = bool(arguments[timeout] & _SIGN_BIT) if name == "poll" else arguments[timeout] == 0
    if is_endless:
        return ENDLESS_POLL if name in ("poll", "ppoll") else name
    return name if arguments[count] else TIME_ALONE


def arguments_of(line: str) -> tuple[int, ...]:
    """Give the six arguments in a line of /proc/PID/task/TID/syscall; none for a thread that runs."""
    fields = line.split()
    return tuple(int(field, 16) for field in fields[1:7]) if len(fields) > 6 else ()


def is_a_poll(name: str | None) -> bool:
    """Tell whether this is where an idle event loop waits."""
    return name in _POLLS
