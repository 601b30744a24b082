# class: output
# shape: answer
# verdict: failed
# code: verbatim
"""Prints one line of 200,000 characters and fails; who reads the report needs no more than its end."""

async def answer(n):
    print("x" * 200_000)
    return 0
