# class: leaving
# shape: answer
# verdict: crashed
# code: judge.exit
"""Ends its process with exit code 0 before the test begins; a submission that is gone has passed nothing."""

import os

os._exit(0)


async def answer(n): ...
