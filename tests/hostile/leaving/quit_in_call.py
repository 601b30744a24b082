# class: leaving
# shape: answer
# verdict: crashed
# code: judge.ended-itself-at
"""Calls quit(), as one would in a shell; it is a SystemExit like any other."""

async def answer(n):
    quit(0)
