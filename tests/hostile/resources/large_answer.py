# class: resources
# shape: answer
# verdict: over-limit
# code: judge.message-too-large
"""Answers with two million characters; one message has a limit."""

async def answer(n):
    return "x" * 2_000_000
