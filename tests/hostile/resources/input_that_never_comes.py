# class: resources
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Reads from standard input, where nobody types; it is at its end."""

async def answer(n):
    return int(input("the answer, please: "))
