# class: resources
# shape: answer
# verdict: over-limit
# code: judge.too-much-output
"""Prints up to 64 MB while it is imported; the limit holds there as well."""

for _ in range(1024):
    print("x" * 65536)


async def answer(n):
    return 0
