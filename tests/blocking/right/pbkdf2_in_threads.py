# shape: call
"""Derives keys in two threads, where OpenSSL works without the interpreter lock."""

import asyncio
import hashlib


async def f():
    derive = hashlib.pbkdf2_hmac
    jobs = [asyncio.to_thread(derive, "sha256", b"secret", b"salt", 600_000) for _ in range(2)]
    await asyncio.gather(*jobs)
