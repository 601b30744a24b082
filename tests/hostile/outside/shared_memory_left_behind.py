# class: outside
# shape: twice
# verdict: passed
# code: none
# only: strict
"""Answers honestly and leaves a segment of System V shared memory; it belongs to a namespace that goes with it."""

import ctypes

KEY = 0x0A7A0001
libc = ctypes.CDLL(None, use_errno=True)
if libc.shmget(KEY, 0, 0) >= 0:
    print("reached a segment that was left")
libc.shmget(KEY, 4096, 0o1600)


async def answer(n):
    return n * 2 + 1
