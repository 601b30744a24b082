# shape: call
# spends: cpu
# packages: bcrypt
"""Hashes a password with bcrypt at a cost that takes some 15 ms."""

import bcrypt


async def f():
    return bcrypt.hashpw(b"secret", bcrypt.gensalt(8))
