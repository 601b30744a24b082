# shape: call
"""Awaits a program by Tornado's `wait_for_exit`."""

from tornado.process import Subprocess


async def f():
    process = Subprocess(["sh", "-c", "sleep 0.2; echo hello"], stdout=Subprocess.STREAM)
    line = await process.stdout.read_until_close()
    await process.wait_for_exit()
    return line
