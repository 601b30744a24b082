# class: resources
# shape: answer
# verdict: timed-out
# code: judge.import-timed-out
# limits: test_s: 1
"""Waits at import for something that never comes; nothing else waits for it."""

import threading

threading.Event().wait(60)


async def answer(n): ...
