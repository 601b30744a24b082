# class: forging
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Raises an exception named as the one that blames the kata; the class is looked up by identity, not by name."""

class WrongClockError(RuntimeError): ...


WrongClockError.__module__ = "grader.judge.test_time"


async def answer(n):
    raise WrongClockError("the kata is wrong")
