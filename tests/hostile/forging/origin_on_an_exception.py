# class: forging
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Sets the mark that the judge puts on a submission's exceptions, with an object of its own; the mark does not travel."""

async def answer(n):
    error = ValueError("mine")
    error.__origin__ = None
    error.exceptions = []
    error.code = 200
    raise error
