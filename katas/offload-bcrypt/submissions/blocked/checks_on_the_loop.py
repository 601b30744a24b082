"""Whoever offloads the hashing and forgets the checking.

Tempting, because to check sounds like to compare, and comparing is quick. To compare, bcrypt hashes the password once
more, at the same cost, and logins are far more frequent than sign-ups.
"""

import asyncio

import bcrypt


async def hash_password(password):
    hashed = await asyncio.to_thread(bcrypt.hashpw, password.encode(), bcrypt.gensalt())
    return hashed.decode()


async def check_password(password, hashed):
    return bcrypt.checkpw(password.encode(), hashed.encode())  # BLAME
