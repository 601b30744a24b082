# class: leaving
# shape: answer
# verdict: crashed
# code: judge.ended-itself-at
"""Raises KeyboardInterrupt, which would stop a test runner in the same process; it ends only the candidate."""

async def answer(n):
    raise KeyboardInterrupt
