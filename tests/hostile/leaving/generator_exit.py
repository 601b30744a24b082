# class: leaving
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Raises GeneratorExit, which a coroutine would take for its own end; the test's coroutine does not end by it."""

async def answer(n):
    raise GeneratorExit
