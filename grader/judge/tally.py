"""What one candidate's tree of processes has used so far, held against the kata's limits."""

import enum
from collections.abc import Iterator, Sequence

import msgspec

from grader.judge.folder_count import FolderCount
from grader.judge.job import Limits
from grader.judge.process_tree import TICKS_A_SECOND, Process, ProcessTree, memory, memory_of_all

_KIB_A_MIB = 1024
_THREADS_OF_OURS = 1  # the watchdog of the loop monitor


class Resource(enum.StrEnum):
    """What is counted from outside; each is named as its limit."""

    PROCESSES = "processes"
    THREADS = "threads"
    MEMORY = "memory_mb"
    CPU = "cpu_s"
    NEW_FILES = "new_files"


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """A limit that was crossed, and how much was used, in the limit's unit."""

    resource: Resource
    used: float


class Tally:
    """Counts, at each look, what the tree of `pid` uses."""

    def __init__(self, pid: int, judge: int, folder: str, limits: Limits) -> None:
        """Begin before any of the submission's code runs: what is there now is not the submission's."""
        self.tree = ProcessTree(pid, judge)
        self._limits = limits
        self._files = FolderCount(folder, limits.new_files)
        # A fork of the nursery shares nearly all that it has with it, and a spawned candidate has nearly nothing yet.
        self._inherited_kb = memory(pid).held_kb
        self._own_ticks: dict[tuple[int, int], int] = {}
        self._most_ticks = 0

    def look(self) -> Breach | None:
        """Count once; gives the first limit that is crossed."""
        members = self.tree.members()
        for resource, used in self._uses(members):
            if used > getattr(self._limits, resource):
                return Breach(resource=resource, used=used)
        return None

    def close(self) -> None:
        """Give back what is held open."""
        self._files.close()

    def _uses(self, members: Sequence[Process]) -> Iterator[tuple[Resource, float]]:
        alive = [each for each in members if not each.is_dead]
        yield Resource.PROCESSES, len(alive)
        # The dead that nobody waited for still have a place in the kernel's table, so they count as a thread.
        yield Resource.THREADS, sum(each.threads for each in members) - _THREADS_OF_OURS
        yield Resource.MEMORY, self._memory_kb(alive) / _KIB_A_MIB
        yield Resource.CPU, self._ticks(members) / TICKS_A_SECOND
        yield Resource.NEW_FILES, self._files.new()

    def _memory_kb(self, alive: Sequence[Process]) -> int:
        """Give the memory of all; or the peak of one, in case it was over the limit between two looks."""
        limit_kb = self._limits.memory_mb * _KIB_A_MIB
        found = [memory(each.pid) for each in alive]
        held_kb = sum(each.held_kb for each in found)
        if held_kb > limit_kb:
            held_kb = memory_of_all(alive)
        return max(held_kb, *(each.peak_kb - each.file_kb - self._inherited_kb for each in found), 0)

    def _ticks(self, members: Sequence[Process]) -> int:
        """Give the processor time of the tree, the dead included.

        A child that was waited for is in its parent's account, one that nobody waits for is known from earlier looks:
        the larger sum of both kinds counts.
        """
        self._own_ticks.update({(each.pid, each.started): each.own_ticks for each in members})
        booked = sum(each.own_ticks + each.waited_ticks for each in members) + self.tree.waited_by_keeper()
        self._most_ticks = max(self._most_ticks, booked, sum(self._own_ticks.values()))
        return self._most_ticks
