# class: leaving
# shape: answer
# verdict: crashed
# code: judge.ended-itself-at
"""Sends itself SIGINT as Ctrl-C would; the judge is in another session and hears nothing of it."""

import os
import signal


async def answer(n):
    os.kill(os.getpid(), signal.SIGINT)
    for _ in range(1000):
        pass
