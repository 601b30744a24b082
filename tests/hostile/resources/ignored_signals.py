# class: resources
# shape: answer
# verdict: blocked
# code: none
# limits: test_s: 1
"""Ignores every signal that can be ignored, those of the grader's instruments too, and computes for ever."""

import contextlib
import signal

for number in signal.valid_signals():
    with contextlib.suppress(OSError, ValueError):
        signal.signal(number, signal.SIG_IGN)


async def answer(n):
    while True:
        n += 1
