# class: resources
# shape: answer
# verdict: blocked
# code: none
# limits: test_s: 1
"""Sums without end in C code, so that no Python runs any more; the judge looks from outside."""

import itertools


async def answer(n):
    return sum(itertools.repeat(1, 10**12))
