"""Whoever lowers the cost until hashing no longer holds the loop.

Tempting, because one number makes everything quick. That number is all the protection there is: at a cost of 4 a
guess is 256 times as cheap as at 12.
"""

import asyncio

import bcrypt


async def hash_password(password):
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(rounds=4)).decode()


async def check_password(password, hashed):
    return await asyncio.to_thread(bcrypt.checkpw, password.encode(), hashed.encode())
