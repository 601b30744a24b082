"""Tells whether anything in a process is at work, asked of the kernel and not of the program.

A thread rests in a system call that only another thread, a peer or a clock of ours can end: a lock without time-out,
a read, an endless poll. One that waits for Python's interpreter lock waits with a time-out, so it counts as at work, as
it should. Asked this way nobody has to announce work: threads, pools, children and libraries are seen alike.
"""

import os
from collections.abc import Collection

from grader.instruments.system_calls import ENDLESS_POLL, GIL, arguments_of, name_of

_FUTEX_WAIT, _FUTEX_WAIT_BITSET = 0, 9
_FUTEX_OPERATION = 0x7F
_ENDLESS = frozenset({"read", "recvfrom", "recvmsg", "wait4", "waitid", "accept", "accept4", "pause"})
# Which argument is the time-out: a null pointer, or a negative number of milliseconds, is none.
_TIMEOUT_POINTERS = {"futex": 3, "select": 4, "pselect6": 4, "ppoll": 2, "epoll_pwait2": 3, "rt_sigtimedwait": 2}
_TIMEOUT_NUMBERS = {"poll": 2, "epoll_wait": 3, "epoll_pwait": 3}
_LONG_POLL_MS = 1000
_IN_NO_CALL = "-1"
_DEAD = frozenset({"Z", "X"})
_DISK_CALLS = frozenset({"read", "recvfrom"})

_Threads = dict[tuple[int, int], tuple[str, str]]


def at_rest(pid: int | None = None, *, skip: Collection[int] = (), children: bool = True, gil: int = 0) -> bool:
    """Tell whether every thread of process `pid` (None: this one), a Python program, and of its children rests.

    Threads in `skip` (by native id) are not looked at. Asked twice, for a thread may wake another one that was looked
    at before; how often each was scheduled must be the same both times. `gil`: where threads wait for the interpreter's
    lock (see instruments.gil), 0 if unknown.
    """
    root = os.getpid() if pid is None else pid
    first = _threads(root, skip, children=children)
    if not all(_rests_at(place, line, root, gil) for place, (line, _) in first.items()):
        return False
    return not first or _threads(root, skip, children=children) == first


def rests(line: str, *, gil: int = 0, is_python: bool = True) -> bool:
    """Tell whether a thread with this line of /proc/PID/task/TID/syscall waits for somebody else, however long.

    A poll of a second or more counts as well: that is how sockets with a time-out wait for their peer. In Python every
    lock is a semaphore; a plain mutex is one inside of C code (the interpreter's own, the allocator's), which a thread
    without a processor may hold for a moment: who waits for that is at work, as is who hands the interpreter on.
    """
    name, arguments = name_of(line, gil=gil), arguments_of(line)
    if name is None or name == GIL or not arguments:
        return False
    if name == ENDLESS_POLL:
        return True
    name = name.partition(" ")[0]
    if name in _ENDLESS:
        return True
    if name == "futex":
        waits = (_FUTEX_WAIT_BITSET,) if is_python else (_FUTEX_WAIT, _FUTEX_WAIT_BITSET)
        if arguments[1] & _FUTEX_OPERATION not in waits:
            return False
    if name in _TIMEOUT_POINTERS:
        return arguments[_TIMEOUT_POINTERS[name]] == 0
    if name in _TIMEOUT_NUMBERS:
        timeout_ms = _signed(arguments[_TIMEOUT_NUMBERS[name]])
        return timeout_ms < 0 or (name == "poll" and timeout_ms >= _LONG_POLL_MS)
    return False


def waits_for_ever(pid: int, *, skip: Collection[int] = ()) -> bool:
    """Tell whether every thread of `pid` and of its children rests, and without any time-out of its own."""
    threads = _threads(pid, skip, children=True).items()
    return all(_rests_at(place, line, pid, 0) and _is_endless(line) for place, (line, _) in threads)


def system_call_line(pid: int, thread: int) -> str:
    """Give the kernel's line on one thread; empty where it is gone or the kernel does not tell."""
    try:
        return _text(f"/proc/{pid}/task/{thread}/syscall").strip()
    except OSError:
        return ""


def times_scheduled(pid: int, thread: int) -> str:
    """Give how often a thread got a processor: the same number twice means that it did not run in between."""
    try:
        return _text(f"/proc/{pid}/task/{thread}/schedstat").split()[2]
    except (OSError, IndexError):
        return ""


def _is_endless(line: str) -> bool:
    return name_of(line) != "poll" or _signed(arguments_of(line)[_TIMEOUT_NUMBERS["poll"]]) < 0


def _threads(root: int, skip: Collection[int], *, children: bool) -> _Threads:
    """Give (kernel's line, times scheduled) of every thread below `root`, by process and thread."""
    found: _Threads = {}
    todo = [root]
    while todo:
        pid = todo.pop()
        try:
            names = os.listdir(f"/proc/{pid}/task")  # noqa: PTH208 -- at every turn: a Path costs as much as the look
        except OSError:  # it has ended
            continue
        for thread in map(int, names):
            if children:
                todo += _children(pid, thread)
            if thread not in skip and (state := _state(pid, thread)) is not None:
                found[pid, thread] = state
    return found


def _state(pid: int, thread: int) -> tuple[str, str] | None:
    """Give (kernel's line, times scheduled); None for a thread that is gone, or is a zombie: it does nothing any more.

    A thread that ran while it was looked at has an empty line, and so has one that nobody is allowed to look at: both
    are as good as at work.
    """
    before = times_scheduled(pid, thread)
    try:
        line = _text(f"/proc/{pid}/task/{thread}/syscall").strip()
    except (FileNotFoundError, ProcessLookupError):
        return None
    except OSError:  # so is one of another user that is dead already
        return None if _letter(pid, thread, unknown="") in _DEAD else ("", before)
    if line.startswith(_IN_NO_CALL) and _letter(pid, thread) in _DEAD:
        return None
    after = times_scheduled(pid, thread)
    return line if before == after else "", after


def _children(pid: int, thread: int) -> list[int]:
    try:
        return [int(each) for each in _text(f"/proc/{pid}/task/{thread}/children").split()]
    except OSError:
        return []


def _rests_at(place: tuple[int, int], line: str, root: int, gil: int) -> bool:
    does = rests(line, gil=gil, is_python=place[0] == root)
    return does and not (name_of(line) in _DISK_CALLS and _waits_for_a_disk(*place))


def _waits_for_a_disk(pid: int, thread: int) -> bool:
    """Tell a read of a file, which is work, from one of a pipe: only the first cannot be interrupted."""
    return _letter(pid, thread) == "D"


def _letter(pid: int, thread: int, unknown: str = "X") -> str:
    """Give the letter of the thread's state; `unknown` where the kernel does not tell, as a rule because it is gone."""
    try:
        return _text(f"/proc/{pid}/task/{thread}/stat").rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return unknown


def _text(path: str) -> str:
    with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123 -- see above
        return file.read()


def _signed(value: int) -> int:
    value &= 0xFFFFFFFF
    return value - (1 << 32) if value >> 31 else value
