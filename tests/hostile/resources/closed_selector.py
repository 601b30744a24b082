# class: resources
# shape: answer
# verdict: crashed
# code: judge.exit
"""Closes the selector below its loop; the loop breaks down, and with it the candidate."""

import asyncio


async def answer(n):
    asyncio.get_running_loop()._selector.close()
    await asyncio.sleep(30)
