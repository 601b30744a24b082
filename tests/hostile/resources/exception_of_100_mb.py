# class: resources
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Raises an exception whose text has a hundred million characters; a page of it is enough, and more is never copied."""

TEXT = "x" * 100_000_000


async def answer(n):
    raise ValueError(TEXT)
