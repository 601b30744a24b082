# class: output
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Raises an exception whose text moves the cursor up and paints a pass over the failure; it is shown as what it is."""

async def answer(n):
    raise ValueError("\x1b[10A\x1b[2K\x1b[32m✓ passed · 10 of 10 points\x1b[0m\x1b[10B")
