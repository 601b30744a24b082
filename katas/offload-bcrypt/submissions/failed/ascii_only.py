"""Whoever makes a UnicodeEncodeError go away.

Tempting, because with errors="replace" the exception is gone and every password works. Too many do: each character
beyond ASCII becomes a question mark, so all Chinese passwords of one length are the same.
"""

import asyncio

import bcrypt


def to_bytes(password):
    return password.encode("ascii", errors="replace")


async def hash_password(password):
    hashed = await asyncio.to_thread(bcrypt.hashpw, to_bytes(password), bcrypt.gensalt())
    return hashed.decode()


async def check_password(password, hashed):
    return await asyncio.to_thread(bcrypt.checkpw, to_bytes(password), hashed.encode())
