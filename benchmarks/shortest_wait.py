"""Measures the shortest wait and the shortest computing that the monitor tells at a limit of 5 ms; prints Markdown.

    python benchmarks/shortest_wait.py [--times 20] [--busy 0]

Lengths from 3 to 8 ms in steps of 0.25, each so many times and in a tick of its own, in turns: a wait in `select`,
which is no short sleep that adds up with others, and computing until the thread's processor time is over. Told is a
block that is "sure" or "close" (processor time between the limit and twice the limit).
"""

import argparse
import asyncio
import datetime
import os
import platform
import select
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from virtual_time import busy

from grader.instruments import Certainty, LoopMonitor, Watch

LIMIT_MS = 5
LENGTHS_MS = [3 + number / 4 for number in range(21)]
TOLD_FROM, TOLD_BELOW = 0.95, 0.05
PAUSE_S = 0.002


def wait(length_ms: float) -> None:
    """Wait on the loop's thread."""
    select.select([], [], [], length_ms / 1000)


def compute(length_ms: float) -> None:
    """Compute on the loop's thread."""
    end_s = time.thread_time() + length_ms / 1000
    while time.thread_time() < end_s:
        pass


KINDS: dict[str, Callable[[float], None]] = {"wait": wait, "computing": compute}


async def _told(watch: Watch, hold: Callable[[float], None], length_ms: float) -> bool:
    await asyncio.sleep(PAUSE_S)
    watch.settle()
    watch.take()  # what came before
    await asyncio.sleep(0)
    hold(length_ms)
    await asyncio.sleep(0)
    watch.settle()
    return any(block.certainty is not Certainty.UNSURE for block in watch.take())


async def measured(watch: Watch, times: int) -> dict[str, Counter[float]]:
    """Give by kind how often each length was told."""
    told: dict[str, Counter[float]] = {kind: Counter() for kind in KINDS}
    for _ in range(times):
        for length_ms in LENGTHS_MS:
            for kind, hold in KINDS.items():
                told[kind][length_ms] += await _told(watch, hold, length_ms)
    return told


def edges(told: Counter[float], times: int) -> tuple[float | None, float | None]:
    """Give the length below which nearly nothing is told, and the one from which on nearly all is; None for no such."""
    shares = {length_ms: told[length_ms] / times for length_ms in LENGTHS_MS}
    below, since = None, None
    for length_ms in LENGTHS_MS:
        if shares[length_ms] > TOLD_BELOW:
            break
        below = length_ms
    for length_ms in reversed(LENGTHS_MS):
        if shares[length_ms] < TOLD_FROM:
            break
        since = length_ms
    return below, since


def report(told: dict[str, Counter[float]], times: int) -> None:
    """Print the tables."""
    print("| length | " + " | ".join(f"{kind}, told" for kind in KINDS) + " |\n|" + "---|" * (len(KINDS) + 1))
    for length_ms in LENGTHS_MS:
        print(f"| {length_ms} ms | " + " | ".join(f"{told[kind][length_ms]}/{times}" for kind in KINDS) + " |")
    print("\n| | told at most 5 % up to | at least 95 % from | target |\n|---|---|---|---|")
    for kind in KINDS:
        below, since = (f"{edge} ms" if edge else "none" for edge in edges(told[kind], times))
        print(f"| {kind} | {below} | {since} | {LIMIT_MS} ± 1 ms |")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--busy", type=int, default=0)
    options = parser.parse_args()
    with busy(options.busy), LoopMonitor.watching(limit_s=LIMIT_MS / 1000, folders=[Path(__file__).parent]) as watch:
        told = asyncio.run(measured(watch, options.times))
    print(f"{datetime.datetime.now(datetime.UTC).date()}, {platform.machine()}, {os.cpu_count()} cores, ", end="")
    print(
        f"Linux {platform.release()}, Python {platform.python_version()}, beside {options.busy} busy processes, ",
        end="",
    )
    print(f"load {os.getloadavg()[0]:.0f}\n")
    report(told, options.times)


if __name__ == "__main__":
    main()
