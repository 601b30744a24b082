# class: resources
# shape: answer
# verdict: crashed
# code: judge.loop-stopped
"""Stops the loop that it runs on; nothing can answer after that."""

import asyncio


async def answer(n):
    asyncio.get_running_loop().stop()
    await asyncio.sleep(30)
