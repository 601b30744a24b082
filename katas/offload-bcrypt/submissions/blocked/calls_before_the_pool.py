"""Whoever hands the pool a call instead of a function.

Tempting, because the line contains run_in_executor and an await. But Python evaluates arguments first: bcrypt runs
here and now, and the pool is given its result, which it cannot even call.
"""

import asyncio

import bcrypt


async def hash_password(password):
    loop = asyncio.get_running_loop()
    hashed = await loop.run_in_executor(None, bcrypt.hashpw(password.encode(), bcrypt.gensalt()))  # BLAME
    return hashed.decode()


async def check_password(password, hashed):
    return await asyncio.to_thread(bcrypt.checkpw, password.encode(), hashed.encode())
