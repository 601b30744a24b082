# class: leaving
# shape: answer
# verdict: crashed
# code: judge.exit
"""Lets an alarm end the process between two instructions; it has ended by itself all the same."""

import asyncio
import os
import signal

signal.signal(signal.SIGALRM, lambda *_: os._exit(0))


async def answer(n):
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    await asyncio.sleep(30)
