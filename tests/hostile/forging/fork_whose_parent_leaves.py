# class: forging
# shape: answer
# verdict: crashed
# code: judge.exit
"""Goes on in a forked child while the parent ends; the candidate that the judge knows has ended by itself."""

import os

if os.fork():
    os._exit(0)


async def answer(n):
    return n * 2 + 1
