"""Threads beside the loop's that sleep until an instant of the virtual clock."""

import heapq
import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Wake = Callable[[], object]


class Sleepers:
    """Keeps who is to wake when; `tell` gets the first instant whenever it may have changed (None: nobody sleeps)."""

    def __init__(self, tell: Callable[[int | None], None]) -> None:
        """Begin with nobody."""
        self._tell = tell
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        # At one instant the older thread wakes first: which of them went to sleep first is the machine's luck.
        self._waiting: list[tuple[int, int, int, Wake]] = []

    def sleep(self, until_ns: int) -> None:
        """Let the calling thread sleep until `until_ns`."""
        woken = threading.Event()
        self._add(until_ns, woken.set)
        woken.wait()  # without a time-out: to the kernel the thread rests

    @contextmanager
    def alarm(self, at_ns: int, wake: Wake) -> Iterator[None]:
        """Have `wake` called at `at_ns`, should that come while the block inside runs."""
        entry = self._add(at_ns, wake)
        try:
            yield
        finally:
            self._remove(entry)

    def wake_next(self, now_ns: int) -> bool:
        """Wake the next one whose instant has come; one at a time, so that what they do keeps its order."""
        with self._lock:
            if not self._waiting or self._waiting[0][0] > now_ns:
                return False
            wake = heapq.heappop(self._waiting)[-1]
            self._tell_first()
            wake()  # while nobody can leave an `alarm`: behind it there may be nothing left to wake
            return True

    def _add(self, at_ns: int, wake: Wake) -> tuple[int, int, int, Wake]:
        entry = (at_ns, threading.get_native_id(), next(self._numbers), wake)
        with self._lock:
            heapq.heappush(self._waiting, entry)
            self._tell_first()
        return entry

    def _remove(self, entry: tuple[int, int, int, Wake]) -> None:
        with self._lock:
            if entry in self._waiting:
                self._waiting.remove(entry)
                heapq.heapify(self._waiting)
                self._tell_first()

    def _tell_first(self) -> None:
        self._tell(self._waiting[0][0] if self._waiting else None)
