"""Whoever makes a pool in a `with` and awaits after it.

Tempting, because `with` is how one tidies up, and the await is there. On its way out the `with` shuts the pool down
and waits until its threads have finished, on the loop's thread; the await comes when all is over.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import bcrypt


async def in_pool(function, *args):
    with ThreadPoolExecutor(max_workers=1) as pool:  # BLAME
        future = asyncio.get_running_loop().run_in_executor(pool, function, *args)
    return await future


async def hash_password(password):
    hashed = await in_pool(bcrypt.hashpw, password.encode(), bcrypt.gensalt())
    return hashed.decode()


async def check_password(password, hashed):
    return await in_pool(bcrypt.checkpw, password.encode(), hashed.encode())
