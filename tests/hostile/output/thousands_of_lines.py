# class: output
# shape: answer
# verdict: failed
# code: verbatim
"""Prints a hundred thousand empty lines and fails."""

async def answer(n):
    print("\n" * 100_000)
    return 0
