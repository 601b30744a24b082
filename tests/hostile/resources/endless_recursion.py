# class: resources
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Calls itself for ever; the interpreter raises, and the test has failed."""

def deeper(n):
    return deeper(n + 1)


async def answer(n):
    return deeper(n)
