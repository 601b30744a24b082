# class: leaving
# shape: page
# verdict: crashed
# code: judge.exit
"""Ends its process while its application is made; there is no server then, and no pass."""

import os


def make_app():
    os._exit(0)
