"""Whoever makes the salt once, at import.

Tempting, because it looks like a setting, and every check works. Equal passwords get equal hashes: a stolen table
shows who shares one, and a single guess is tried on everybody.
"""

import asyncio

import bcrypt

SALT = bcrypt.gensalt()


async def hash_password(password):
    hashed = await asyncio.to_thread(bcrypt.hashpw, password.encode(), SALT)
    return hashed.decode()


async def check_password(password, hashed):
    return await asyncio.to_thread(bcrypt.checkpw, password.encode(), hashed.encode())
