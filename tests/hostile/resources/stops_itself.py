# class: resources
# shape: answer
# verdict: blocked
# code: none
# limits: test_s: 1
"""Stops itself by SIGSTOP in the middle of a callback; it is ended when the time is over, as whoever holds the loop."""

import os
import signal


async def answer(n):
    os.kill(os.getpid(), signal.SIGSTOP)
