# class: leaving
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Raises an exception that `except Exception` does not catch; over the wire it is one like any other."""

class Uncatchable(BaseException): ...


async def answer(n):
    raise Uncatchable
