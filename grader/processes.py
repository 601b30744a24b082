"""Processes below this one: who they are, and how to be sure that none is left."""

import contextlib
import ctypes
import os
import signal
import time
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_ROUND_S = 0.002


def adopt_orphans() -> bool:
    """Become the parent of every descendant whose own parent ends (Linux). Tells whether that is so now."""
    try:
        return bool(ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)
    except AttributeError:  # no prctl in this C library
        return False


def descendants(pid: int) -> list[int]:
    """List all processes below `pid`, parents first; empty where there is no /proc."""
    found: list[int] = []
    todo = [pid]
    while todo:
        below = children(todo.pop())
        found += below
        todo += below
    return found


def children(pid: int) -> list[int]:
    """List the processes whose parent is `pid`; empty where it is gone, or where there is no /proc."""
    found: list[int] = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text("ascii").split())
    except OSError:  # gone meanwhile, or no /proc
        pass
    return found


def end_all(keep: frozenset[int] = frozenset(), within_s: float = 10.0) -> bool:
    """Kill every descendant of this process but `keep` and reap them; tells whether none is left.

    Killing takes rounds: a process may fork between being listed and being killed.
    """
    deadline_s = time.monotonic() + within_s
    me = os.getpid()
    while victims := [pid for pid in descendants(me) if pid not in keep]:
        for pid in victims:
            kill(pid)
        _reap(set(victims))
        if time.monotonic() > deadline_s:
            return False
        time.sleep(_ROUND_S)
    return True


def kill(pid: int) -> None:
    """Send SIGKILL; one that is gone already is fine."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)


def _reap(pids: set[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
