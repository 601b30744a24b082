"""Whoever checks a password as with an unsalted hash: hash it again and compare.

Tempting, because for sha256 that is right. Every bcrypt hash has a salt of its own, so the second never equals the
first, and nobody can log in.
"""

import asyncio

import bcrypt


async def hash_password(password):
    hashed = await asyncio.to_thread(bcrypt.hashpw, password.encode(), bcrypt.gensalt())
    return hashed.decode()


async def check_password(password, hashed):
    return await hash_password(password) == hashed
