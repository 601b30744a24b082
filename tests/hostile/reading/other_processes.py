# class: reading
# shape: answer
# verdict: failed
# code: verbatim
# only: strict
"""Looks for processes that are not its own; in its namespace there are only the keeper and itself."""

import os


async def answer(n):
    try:
        others = {int(name) for name in os.listdir("/proc") if name.isdigit()} - {1, os.getpid()}
    except OSError:
        others = set()
    if others or os.getppid() != 1:
        print("reached", len(others), "other processes")
    return 0
