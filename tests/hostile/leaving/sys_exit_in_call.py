# class: leaving
# shape: answer
# verdict: crashed
# code: judge.ended-itself-at
"""Calls sys.exit(0) in the middle of the test; SystemExit ends the candidate, never the judge."""

import sys


async def answer(n):
    sys.exit(0)
