# shape: call
# cause: cpu
"""Writes many rows as CSV, one call for all of them."""

import csv
import io

ROWS = [(number, f"row {number}", number / 7) for number in range(300_000)]


async def f():
    csv.writer(io.StringIO()).writerows(ROWS)  # BLAME
