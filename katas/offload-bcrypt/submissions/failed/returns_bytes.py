"""Whoever passes on what bcrypt returns.

Tempting, because it is the hash, and printing it looks right but for a small b. bcrypt speaks bytes; a caller who
stores text gets a TypeError far from here.
"""

import asyncio

import bcrypt


async def hash_password(password):
    return await asyncio.to_thread(bcrypt.hashpw, password.encode(), bcrypt.gensalt())


async def check_password(password, hashed):
    return await asyncio.to_thread(bcrypt.checkpw, password.encode(), hashed.encode())
