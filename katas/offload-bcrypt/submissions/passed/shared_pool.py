"""A pool of one's own, made once: logins use these threads only, and leave the default pool to others."""

from concurrent.futures import ThreadPoolExecutor

import bcrypt
from tornado.ioloop import IOLoop

BCRYPT_POOL = ThreadPoolExecutor(max_workers=4, thread_name_prefix="bcrypt")


async def hash_password(password):
    return await IOLoop.current().run_in_executor(BCRYPT_POOL, _hash, password)


async def check_password(password, hashed):
    return await IOLoop.current().run_in_executor(BCRYPT_POOL, _check, password, hashed)


def _hash(password):
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode()


def _check(password, hashed):
    return bcrypt.checkpw(password.encode(), hashed.encode())
