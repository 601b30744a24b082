# class: leaving
# shape: answer
# verdict: crashed
# code: judge.ended-itself-at
"""Raises SystemExit in a callback of the loop; the loop lets it through, and the candidate ends."""

import asyncio
import sys


def leave():
    sys.exit(0)


async def answer(n):
    asyncio.get_running_loop().call_soon(leave)
    await asyncio.sleep(30)
