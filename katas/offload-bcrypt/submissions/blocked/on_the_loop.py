"""Whoever puts `async` before a function that computes.

Tempting, because it can be awaited like every other coroutine. There is no await inside, so the loop's thread does
all the hashing, and nothing else meanwhile.
"""

import hmac

import bcrypt


def bcrypt_hash(password, salt):
    return bcrypt.hashpw(password.encode(), salt).decode()  # BLAME


async def hash_password(password):
    return bcrypt_hash(password, bcrypt.gensalt())


async def check_password(password, hashed):
    return hmac.compare_digest(hashed, bcrypt_hash(password, hashed.encode()))
