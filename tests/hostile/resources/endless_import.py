# class: resources
# shape: answer
# verdict: timed-out
# code: judge.import-timed-out
# limits: test_s: 1
"""Never ends being imported; that has the same time limit as a test."""

import time

until_s = time.monotonic() + 60
while time.monotonic() < until_s:
    pass


async def answer(n): ...
