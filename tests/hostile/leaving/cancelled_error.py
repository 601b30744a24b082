# class: leaving
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Raises CancelledError, so that the test looks cancelled; nobody cancelled it, so it has failed."""

import asyncio


async def answer(n):
    raise asyncio.CancelledError
