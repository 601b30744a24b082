# class: resources
# shape: answer
# verdict: timed-out
# code: judge.timed-out-waiting
# limits: test_s: 1
"""Lets the loop turn for ever without holding it; that is no block, but no answer either."""

import asyncio


async def answer(n):
    while True:
        await asyncio.sleep(0)
