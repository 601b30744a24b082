# shape: call
# cause: cpu
"""Derives a key from a password with many rounds."""

import hashlib


async def f():
    return hashlib.pbkdf2_hmac("sha256", b"secret", b"salt", 1_000_000)  # BLAME
