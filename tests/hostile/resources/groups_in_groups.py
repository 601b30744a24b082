# class: resources
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Raises a group of groups, five hundred deep; the wire takes a few levels."""

async def answer(n):
    error = ValueError("inside")
    for _ in range(500):
        error = ExceptionGroup("outside", [error])
    raise error
