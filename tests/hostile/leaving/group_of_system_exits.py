# class: leaving
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Hides SystemExit in a group of exceptions, which the judge would unpack; no such class is ever raised there."""

async def answer(n):
    raise BaseExceptionGroup("two", [SystemExit(0), KeyboardInterrupt()])
