# class: output
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Raises an exception whose class has a name of a hundred thousand characters."""

Long = type("Long" * 25_000, (Exception,), {})


async def answer(n):
    raise Long
