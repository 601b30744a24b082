# shape: call
# cause: cpu
"""Takes a square root with very many digits."""

import decimal


async def f():
    with decimal.localcontext(prec=60_000):
        return len(str(decimal.Decimal(2).sqrt()))  # BLAME
