# class: resources
# shape: answer
# verdict: over-limit
# code: judge.too-much-cpu
# limits: cpu_s: 1, test_s: 5
"""Computes in threads that give the interpreter up, while the loop is free; the process has used the time."""

import asyncio
import hashlib


async def answer(n):
    loop = asyncio.get_running_loop()
    work = (loop.run_in_executor(None, hashlib.pbkdf2_hmac, "sha256", b"x", b"y", 8_000_000) for _ in range(2))
    await asyncio.gather(*work)
    return 0
