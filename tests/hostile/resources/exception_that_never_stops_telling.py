# class: resources
# shape: answer
# verdict: blocked
# code: none | judge.only-outside
# limits: test_s: 1
"""Raises an exception whose str() does not end within a minute; it is asked on the loop's thread, so that is held."""

import time


class Chatty(Exception):
    def __str__(self):
        until_s = time.monotonic() + 60
        while time.monotonic() < until_s:
            pass
        return "at last"


async def answer(n):
    raise Chatty
