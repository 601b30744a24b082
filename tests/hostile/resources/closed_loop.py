# class: resources
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Closes the loop that it runs on, which asyncio refuses; the exception is the submission's."""

import asyncio


async def answer(n):
    asyncio.get_running_loop().close()
