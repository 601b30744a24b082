"""Whoever protects a slow operation with a lock, to be on the safe side.

Tempting, because no request is blocked on the loop and /ping stays quick. But the slow requests stand in a queue:
the fifth client waits five times the delay.
"""

import asyncio

from tornado.web import Application, RequestHandler

slow_lock = asyncio.Lock()


class PingHandler(RequestHandler):
    def get(self):
        self.write("pong")


class SlowHandler(RequestHandler):
    def initialize(self, delay_s):
        self.delay_s = delay_s

    async def get(self):
        async with slow_lock:
            await asyncio.sleep(self.delay_s)
        self.write("done")


def make_app(delay_s):
    return Application([(r"/ping", PingHandler), (r"/slow", SlowHandler, {"delay_s": delay_s})])
