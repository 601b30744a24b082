# class: resources
# shape: answer
# verdict: timed-out
# code: judge.timed-out-waiting
# limits: test_s: 1
"""Swallows every cancellation and waits on; nobody has to cancel a process to end it."""

import asyncio


async def answer(n):
    while True:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            continue
