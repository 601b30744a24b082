# class: leaving
# shape: answer
# verdict: crashed
# code: judge.exit
"""Answers honestly and leaves before it is asked for its last word; a pass needs the clean end, too."""

import asyncio
import os

calls = 0


async def answer(n):
    global calls
    calls += 1
    if calls == 3:
        asyncio.current_task().add_done_callback(lambda _: os._exit(0))
    return n * 2 + 1
