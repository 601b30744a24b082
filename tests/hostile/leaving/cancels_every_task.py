# class: leaving
# shape: answer
# verdict: failed
# code: judge.raised | judge.raised-at
"""Cancels all tasks of its loop, the one that answers the judge as well; the call has then been cancelled, not passed."""

import asyncio


async def answer(n):
    for task in asyncio.all_tasks():
        task.cancel()
    await asyncio.sleep(30)
