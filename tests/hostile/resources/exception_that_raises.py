# class: resources
# shape: answer
# verdict: failed
# code: judge.raised-at
"""Raises an exception whose str(), repr() and args raise, too; its class and line are known without asking it."""

class Nested(Exception):
    def __str__(self):
        raise Nested

    __repr__ = __str__

    @property
    def args(self):
        raise Nested


async def answer(n):
    raise Nested
