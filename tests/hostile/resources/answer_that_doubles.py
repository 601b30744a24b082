# class: resources
# shape: answer
# verdict: failed
# code: judge.raised
"""Answers with forty lists that hold the one before twice; the parts are counted, not the objects."""

async def answer(n):
    value = [n]
    for _ in range(40):
        value = [value, value]
    return value
