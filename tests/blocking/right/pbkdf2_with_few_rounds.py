# shape: call
# spends: cpu
"""Derives a key with as many rounds as fit into 20 ms."""

import hashlib


async def f():
    return hashlib.pbkdf2_hmac("sha256", b"secret", b"salt", 70_000)
