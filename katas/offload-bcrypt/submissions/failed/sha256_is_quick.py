"""Whoever solves the problem of the slow hash with a quick one.

Tempting, because sha256 takes a microsecond and the loop is free. It is as quick for those who guess, billions a
second, and it does not understand the hashes that are stored already.
"""

import hashlib
import hmac


async def hash_password(password):
    return hashlib.sha256(password.encode()).hexdigest()


async def check_password(password, hashed):
    return hmac.compare_digest(await hash_password(password), hashed)
