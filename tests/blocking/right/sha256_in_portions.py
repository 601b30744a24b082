# shape: call
# spends: cpu
"""Hashes in portions of some 20 ms, and sleeps a little between them."""

import hashlib

from tornado import gen

PIECE = bytes(45_000_000)


async def f():
    digest = hashlib.sha256()
    for _ in range(6):
        digest.update(PIECE)
        await gen.sleep(0.002)
    return digest.hexdigest()
