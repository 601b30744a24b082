# class: forging
# shape: answer
# verdict: crashed | timed-out
# code: judge.exit | judge.timed-out
"""Closes its wire and puts the empty device in its place; nothing more can arrive from there, and nothing goes out."""

import contextlib
import gc
import os


async def answer(n):
    (wire,) = [each for each in gc.get_objects() if type(each).__name__ == "Channel"]
    number = wire.fileno()
    os.close(number)
    with contextlib.suppress(OSError):  # its number may be beyond the limit for open files
        os.dup2(os.open(os.devnull, os.O_RDWR), number)
    return 0
