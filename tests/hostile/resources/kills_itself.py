# class: resources
# shape: answer
# verdict: crashed
# code: judge.signal
"""Sends itself SIGKILL, so that it looks as if the judge had done it; the judge knows what it did."""

import os
import signal


async def answer(n):
    os.kill(os.getpid(), signal.SIGKILL)
