# class: leaving
# shape: answer
# verdict: crashed
# code: judge.ended-itself-at
"""Raises SystemExit in a task that nobody awaits; that ends the process while the test waits."""

import asyncio
import sys

tasks = []


async def leave():
    sys.exit(0)


async def answer(n):
    tasks.append(asyncio.create_task(leave()))
    await asyncio.sleep(30)
