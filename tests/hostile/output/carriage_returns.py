# class: output
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Raises an exception that overwrites its own line by carriage returns and backspaces."""

async def answer(n):
    raise ValueError("wrong\r✓ passed          \b\b\b\b\x0b\x0c")
