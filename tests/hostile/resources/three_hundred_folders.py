# class: resources
# shape: answer
# verdict: over-limit
# code: judge.too-many-files
"""Makes 300 folders, one in the other; folders are entries as well, and the walk that counts them has a bound."""

import os

os.makedirs("/".join(["d"] * 300))


async def answer(n):
    return n * 2 + 1
