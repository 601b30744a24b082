# shape: call
# cause: cpu
"""Sorts by a key that computes: the sort is C, the line is the key's."""


def digits(number):
    return sum(map(int, str(number**60)))  # BLAME


async def f():
    return sorted(range(16_000), key=digits)[0]
