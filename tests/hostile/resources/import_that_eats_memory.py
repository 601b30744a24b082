# class: resources
# shape: answer
# verdict: over-limit
# code: judge.too-much-memory
# limits: memory_mb: 128
"""Takes 600 MB while it is imported; memory is counted from the first moment on."""

import time

hoard = []
for _ in range(60):
    hoard.append(b"x" * 10_000_000)
    time.sleep(0.01)


async def answer(n): ...
