# shape: call
# cause: cpu
"""Hashes 500 MB, piece by piece, without awaiting in between."""

import hashlib

PIECE = bytes(1_000_000)


async def f():
    digest = hashlib.sha256()
    for _ in range(500):
        digest.update(PIECE)  # BLAME
    return digest.hexdigest()
