"""Measures whether the look from outside is better a thread of the judge or a process of its own; prints Markdown.

    python benchmarks/outside_look.py [--times 20] [--busy 8]

Both do the same work: they look every 4 ms at a candidate that holds its loop for 60, 100 and 200 ms, while the judge
computes in Python, as a hidden test may. A row gives, over all holds of its kind: the worst time between two looks, the
share of the looks that could be made in the hold (one each 4 ms), and the processor time of a look.
"""

import argparse
import contextlib
import datetime
import os
import platform
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from virtual_time import busy

from grader.instruments.observer import EVERY_S, Observation, Order, observation, observe, order

HOLDS_MS = (60, 100, 200)
HELD_IN = "clock_nanosleep"
CANDIDATE = """
import sys, time
while line := sys.stdin.readline():
    time.sleep(float(line))
    print(flush=True)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What was made of some holds of one length."""

    worst_gap_ms: float
    share: float
    look_us: float


def _cpu_ns(task: str) -> int:
    return int(Path(f"/proc/{task}/schedstat").read_text("ascii").split()[0])


@contextlib.contextmanager
def as_thread() -> Iterator[tuple[socket.socket, str]]:
    """Let a thread of this process look; give the way to it, and its name below /proc."""
    ours, theirs = socket.socketpair()
    with theirs:
        thread = threading.Thread(target=observe, args=(theirs,), daemon=True)
        thread.start()
        try:
            yield ours, f"self/task/{thread.native_id}"
        finally:
            ours.close()
            thread.join()


@contextlib.contextmanager
def as_process() -> Iterator[tuple[socket.socket, str]]:
    """Let a forked process look."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        ours.close()
        try:
            observe(theirs)
        finally:
            os._exit(0)
    theirs.close()
    try:
        yield ours, str(pid)
    finally:
        ours.close()
        os.waitpid(pid, 0)


WAYS: dict[str, Callable[[], contextlib.AbstractContextManager[tuple[socket.socket, str]]]] = {
    "a thread of the judge": as_thread,
    "a process of its own": as_process,
}


def hold(candidate: "subprocess.Popen[str]", hold_ms: int) -> None:
    """Let the candidate hold its thread so long, and compute meanwhile, as a hidden test may."""
    assert candidate.stdin is not None
    assert candidate.stdout is not None
    candidate.stdin.write(f"{hold_ms / 1000}\n")
    candidate.stdin.flush()
    end_s = time.perf_counter() + hold_ms / 1000
    while time.perf_counter() < end_s:
        pass
    candidate.stdout.readline()


def looks_in_hold(found: Observation) -> int:
    """Count the looks that found the thread held."""
    return sum(each.count for each in found.seen if each.where == HELD_IN)


def measured(way: str, hold_ms: int, times: int, candidate: "subprocess.Popen[str]") -> Looks:
    """Look at so many holds of one length."""
    looks = in_hold = worst_gap_ns = 0
    with WAYS[way]() as (control, task):
        before_ns = _cpu_ns(task)
        for _ in range(times):
            order(control, Order(pid=candidate.pid, thread=candidate.pid, gil=0))
            hold(candidate, hold_ms)
            found = observation(control)
            looks, in_hold = looks + found.looks, in_hold + looks_in_hold(found)
            worst_gap_ns = max(worst_gap_ns, found.worst_gap_ns)
        spent_ns = _cpu_ns(task) - before_ns
    possible = times * hold_ms / (EVERY_S * 1000)
    return Looks(worst_gap_ms=worst_gap_ns / 1e6, share=in_hold / possible, look_us=spent_ns / max(1, looks) / 1000)


def table(times: int, processes: int) -> None:
    """Print the rows of one condition."""
    condition = f"{processes} busy" if processes else "idle"
    argv, pipe = [sys.executable, "-c", CANDIDATE], subprocess.PIPE
    with busy(processes), subprocess.Popen(argv, stdin=pipe, stdout=pipe, text=True) as candidate:
        hold(candidate, 1)  # it has started then
        for hold_ms in HOLDS_MS:
            for way in WAYS:
                found = measured(way, hold_ms, times, candidate)
                print(
                    f"| {condition} | {hold_ms} ms | {way} | {found.worst_gap_ms:.1f} ms | {found.share:.0%} "
                    f"| {found.look_us:.0f} µs |",
                    flush=True,
                )
        assert candidate.stdin is not None
        candidate.stdin.close()


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--busy", type=int, default=8)
    options = parser.parse_args()
    print(f"{datetime.datetime.now(datetime.UTC).date()}, {platform.machine()}, {os.cpu_count()} cores, ", end="")
    print(f"Linux {platform.release()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.0f}\n")
    print("| machine | held for | who looks | worst gap | looks made | a look |\n|---|---|---|---|---|---|")
    for processes in dict.fromkeys((0, options.busy)):
        table(options.times, processes)


if __name__ == "__main__":
    main()
