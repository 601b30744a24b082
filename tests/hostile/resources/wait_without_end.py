# class: resources
# shape: answer
# verdict: timed-out
# code: judge.timed-out-waiting
# limits: test_s: 1
"""Waits for an event that nobody sets; the test's time ends it."""

import asyncio


async def answer(n):
    await asyncio.Event().wait()
