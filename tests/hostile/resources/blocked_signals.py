# class: resources
# shape: answer
# verdict: blocked
# code: none
# limits: test_s: 1
"""Blocks all signals and computes for ever; the one that ends it cannot be blocked."""

import signal

signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())


async def answer(n):
    while True:
        n += 1
