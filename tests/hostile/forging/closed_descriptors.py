# class: forging
# shape: answer
# verdict: crashed
# code: judge.exit
"""Closes every descriptor that it has; without its wire it ends, and that is no pass."""

import os


async def answer(n):
    os.closerange(0, 4096)
    return 0
