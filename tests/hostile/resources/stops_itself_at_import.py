# class: resources
# shape: answer
# verdict: timed-out
# code: judge.import-timed-out
# limits: test_s: 1
"""Stops itself by SIGSTOP while it is imported; the judge does not wait longer than for any import."""

import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)


async def answer(n): ...
