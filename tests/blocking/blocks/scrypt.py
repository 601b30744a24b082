# shape: call
# cause: cpu
"""Derives a key with scrypt."""

import hashlib


async def f():
    return hashlib.scrypt(b"secret", salt=b"salt", n=2**16, r=8, p=1, maxmem=2**28)  # BLAME
