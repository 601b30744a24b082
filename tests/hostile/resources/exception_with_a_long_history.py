# class: resources
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Raises an exception with ten thousand causes and as many notes; only the last one travels."""

async def answer(n):
    error = None
    for number in range(10_000):
        following = ValueError(number)
        following.__cause__ = error
        following.add_note("x" * 100)
        error = following
    raise error
