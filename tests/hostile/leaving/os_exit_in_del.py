# class: leaving
# shape: answer
# verdict: crashed
# code: judge.exit
"""Hides the exit in a finalizer that runs as the call returns; who is gone cannot answer."""

import os


class Bomb:
    def __del__(self):
        os._exit(0)


async def answer(n):
    bomb = Bomb()
    return 0 if bomb else 1
