# shape: call
# cause: process
"""Receives from a child process before it has sent."""

import multiprocessing
import time


def work(connection):
    time.sleep(0.25)
    connection.send("done")


async def f():
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    context.Process(target=work, args=(theirs,)).start()
    return ours.recv()  # BLAME
