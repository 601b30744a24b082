"""The default pool: asyncio.to_thread runs the function in a thread and gives its result to the await."""

import asyncio

import bcrypt


async def hash_password(password):
    hashed = await asyncio.to_thread(bcrypt.hashpw, password.encode(), bcrypt.gensalt())
    return hashed.decode()


async def check_password(password, hashed):
    return await asyncio.to_thread(bcrypt.checkpw, password.encode(), hashed.encode())
