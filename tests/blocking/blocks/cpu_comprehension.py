# shape: call
# cause: cpu
"""Builds a large list in one comprehension."""


async def f():
    return len([str(number) for number in range(2_500_000)])  # BLAME
