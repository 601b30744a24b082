"""Whoever comes from a framework in which a handler returns its answer.

Tempting, because that is how most frameworks do it. Tornado awaits what a handler returns; a text cannot be awaited,
and the answer is a 500.
"""

import asyncio

from tornado.web import Application, RequestHandler


class PingHandler(RequestHandler):
    def get(self):
        return "pong"


class SlowHandler(RequestHandler):
    def initialize(self, delay_s):
        self.delay_s = delay_s

    async def get(self):
        await asyncio.sleep(self.delay_s)
        self.write("done")


def make_app(delay_s):
    return Application([(r"/ping", PingHandler), (r"/slow", SlowHandler, {"delay_s": delay_s})])
