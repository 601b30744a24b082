"""Whoever serialises the whole application in a base class, so that handlers never interleave.

Tempting, because it makes all questions of shared state go away at once. It makes a single-user site, too: /ping
waits for the lock that /slow holds while it sleeps.
"""

import asyncio

from tornado.web import Application, RequestHandler

one_request = asyncio.Lock()


class SafeHandler(RequestHandler):
    async def prepare(self):
        await one_request.acquire()

    def on_finish(self):
        one_request.release()


class PingHandler(SafeHandler):
    def get(self):
        self.write("pong")


class SlowHandler(SafeHandler):
    def initialize(self, delay_s):
        self.delay_s = delay_s

    async def get(self):
        await asyncio.sleep(self.delay_s)
        self.write("done")


def make_app(delay_s):
    return Application([(r"/ping", PingHandler), (r"/slow", SlowHandler, {"delay_s": delay_s})])
