# shape: call
# cause: cpu
# packages: bcrypt
"""Hashes a password with bcrypt, which is slow on purpose."""

import bcrypt


async def f():
    return bcrypt.hashpw(b"secret", bcrypt.gensalt(12))  # BLAME
