"""Whoever knows concurrent.futures from programs without a loop.

Tempting, because submit and result are how its manual shows it, and the hash is computed in a thread. `result()` makes
the loop's thread wait for that thread.
"""

from concurrent.futures import ThreadPoolExecutor

import bcrypt

POOL = ThreadPoolExecutor(max_workers=4)


def in_pool(function, *args):
    return POOL.submit(function, *args).result()  # BLAME


async def hash_password(password):
    return in_pool(bcrypt.hashpw, password.encode(), bcrypt.gensalt()).decode()


async def check_password(password, hashed):
    return in_pool(bcrypt.checkpw, password.encode(), hashed.encode())
