# class: resources
# shape: answer
# verdict: failed
# code: judge.raised
"""Answers with lists nested a hundred thousand deep; what cannot travel says so."""

async def answer(n):
    value = []
    for _ in range(100_000):
        value = [value]
    return value
