# shape: app
# cause: gil
"""Multiplies large numbers in an executor of Tornado while the handler keeps looking."""

import asyncio

from tornado.ioloop import IOLoop
from tornado.web import Application, RequestHandler


def power():
    base = 3
    return (base**3_000_000).bit_length()  # BLAME


class Main(RequestHandler):
    async def get(self):
        done = IOLoop.current().run_in_executor(None, power)
        while not done.done():
            await asyncio.sleep(0.001)
        self.write(str(done.result()))


def make_app():
    return Application([("/", Main)])
