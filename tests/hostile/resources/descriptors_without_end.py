# class: resources
# shape: answer
# verdict: over-limit
# code: judge.too-many-open-files
"""Opens files until the system says no; the next test has all of its own again."""

import os


async def answer(n):
    kept = []
    while len(kept) < 10_000:
        kept.append(os.open(os.devnull, os.O_RDONLY))
    return 0
