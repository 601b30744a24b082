"""What a tree of processes uses, as /proc tells it to their ancestor."""

import contextlib
import ctypes
import os
import platform
import signal
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from grader.processes import children, descendants, kill

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
_KCMP = {"x86_64": 312, "aarch64": 272, "riscv64": 272}.get(platform.machine())
_KCMP_MEMORY = 1
_DEAD = ("Z", "X")
_ROUND_S = 0.002
# What a page costs that is not a file's; of a file's pages the kernel can take back any.
_STATUS_FIELDS = ("RssAnon", "RssShmem", "VmSwap", "HugetlbPages")
_ROLLUP_FIELDS = ("Pss_Anon", "Pss_Shmem", "SwapPss", "Private_Hugetlb", "Shared_Hugetlb")
_READ_FIELDS = frozenset({*_STATUS_FIELDS, *_ROLLUP_FIELDS, "RssFile", "VmHWM"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One process at one moment. `started` tells it from a later one of the same id.

    `own_ticks`: its processor time; `waited_ticks`: that of its children that ended and were waited for.
    """

    pid: int
    parent: int
    session: int
    is_dead: bool
    threads: int
    own_ticks: int
    waited_ticks: int
    started: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """The memory of one process in KiB. Without the pages of files, but for `peak_kb`, the most that it ever had.

    `held_kb` counts what it shares with its parent since a fork in both of them.
    """

    held_kb: int = 0
    file_kb: int = 0
    peak_kb: int = 0


class ProcessTree:
    """The processes below and including `pid`, those whose own parent has ended among them.

    An orphan goes to the nearest ancestor that adopts. Where that is a keeper, which has nothing else below it, all
    below the keeper belongs to the tree. Where it is `judge`, a child of that counts if it came after this object was
    made and is in another session: what a hidden test starts stays in the judge's own.
    """

    def __init__(self, pid: int, judge: int) -> None:
        """Note who was there before."""
        self.pid = pid
        root = process(pid)
        self.adopter = root.parent if root is not None else judge
        self._is_keeper = self.adopter != judge
        self._judge_session = os.getsid(judge)
        self._before = frozenset(descendants(self.adopter)) - {pid, *descendants(pid)}

    def members(self) -> list[Process]:
        """List what is there now, the dead that nobody waited for as well."""
        below = [self.pid, *descendants(self.pid)]
        return _processes(below) + self._orphans(below)

    def orphans(self) -> list[Process]:
        """List what belongs to the tree, and is not below `pid` any more."""
        return self._orphans([self.pid, *descendants(self.pid)])

    def _orphans(self, below: Collection[int]) -> list[Process]:
        if self._is_keeper:
            return _processes(pid for pid in descendants(self.adopter) if pid not in below)
        strangers = (pid for pid in children(self.adopter) if pid not in below and pid not in self._before)
        adopted = [each for each in _processes(strangers) if each.session != self._judge_session]
        return adopted + _processes(below for each in adopted for below in descendants(each.pid))

    def waited_by_keeper(self) -> int:
        """Give the ticks of the dead that a keeper waited for; of those that the judge did, nobody can tell whose."""
        keeper = process(self.adopter) if self._is_keeper else None
        return keeper.waited_ticks if keeper is not None else 0

    def end(self, within_s: float = 2.0) -> None:
        """Kill all of it."""
        end(self.members, within_s)

    def end_orphans(self, within_s: float = 0.5) -> None:
        """Kill what is not below `pid` any more."""
        end(self.orphans, within_s)


def end(listed: Callable[[], list[Process]], within_s: float) -> None:
    """Kill what is listed until only the dead are.

    Stopped first, all of them: of a fork bomb that is killed one by one, each dead parent leaves a child elsewhere.
    """
    deadline_s = time.monotonic() + within_s
    while (alive := [each for each in listed() if not each.is_dead]) and time.monotonic() < deadline_s:
        stopped = set[int]()
        while fresh := [each.pid for each in alive if each.pid not in stopped]:
            for pid in fresh:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGSTOP)
            stopped.update(fresh)
            alive = [each for each in listed() if not each.is_dead]
        for pid in stopped:
            kill(pid)
        time.sleep(_ROUND_S)


def process(pid: int) -> Process | None:
    """Look at one process; None where it is gone."""
    try:
        fields = _text(f"/proc/{pid}/stat").rpartition(")")[2].split()
    except OSError:
        return None
    return Process(
        pid=pid,
        parent=int(fields[1]),
        session=int(fields[3]),
        is_dead=fields[0] in _DEAD,
        threads=int(fields[17]),
        own_ticks=int(fields[11]) + int(fields[12]),
        waited_ticks=int(fields[13]) + int(fields[14]),
        started=int(fields[19]),
    )


def _processes(pids: Iterable[int]) -> list[Process]:
    return [each for pid in pids if (each := process(pid))]


def memory(pid: int) -> Memory:
    """Look at the memory of one process; nothing where it is dead or gone."""
    found = _kilobytes(f"/proc/{pid}/status") or {}
    return Memory(
        held_kb=sum(found.get(name, 0) for name in _STATUS_FIELDS),
        file_kb=found.get("RssFile", 0),
        peak_kb=found.get("VmHWM", 0),
    )


def memory_of_all(processes: Collection[Process]) -> int:
    """Give the memory of these processes in KiB; what several have, also others than these, counts in parts.

    Exact and slow: the kernel walks through all of their pages. Where it refuses, what is shared counts in each.
    """
    parents = {each.pid for each in processes}
    total = 0
    for each in processes:
        if each.parent in parents and has_same_memory(each.pid, each.parent):
            continue  # between vfork and exec a child lives in its parent's memory
        found = _kilobytes(f"/proc/{each.pid}/smaps_rollup")
        known = found is not None and "Pss_Anon" in found
        total += sum((found or {}).get(name, 0) for name in _ROLLUP_FIELDS) if known else memory(each.pid).held_kb
    return total


def has_same_memory(one: int, other: int) -> bool:
    """Tell whether two processes are in the very same memory; no, where the kernel does not tell."""
    return _KCMP is not None and ctypes.CDLL(None).syscall(_KCMP, one, other, _KCMP_MEMORY, 0, 0) == 0


def _kilobytes(path: str) -> dict[str, int] | None:
    """Read the lines of the form `VmHWM:  12 kB` that are of use here; None where the kernel does not tell."""
    try:
        lines = [line.partition(":") for line in _text(path).splitlines()]
    except OSError:
        return None
    # By name: the process chose its own name, and that stands in such a line as well.
    return {name: int(value.split()[0]) for name, _, value in lines if name in _READ_FIELDS}


def _text(path: str) -> str:
    with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123 -- a Path costs as much as the look
        return file.read()
