# class: resources
# shape: answer
# verdict: passed
# code: none
"""Answers honestly and holds its end up by an object whose finalizer loops; no finalizer is waited for."""

import time


class Endless:
    def __del__(self):
        until_s = time.monotonic() + 60
        while time.monotonic() < until_s:
            pass


kept = Endless()


async def answer(n):
    return n * 2 + 1
