"""Whoever hands the delay to the handler through a global.

Tempting, because handlers are made by Tornado and a global reaches them without ceremony. A second application
overwrites it, and the first one waits with the other's delay.
"""

import asyncio

from tornado.web import Application, RequestHandler

DELAY_S = 0.0


class PingHandler(RequestHandler):
    def get(self):
        self.write("pong")


class SlowHandler(RequestHandler):
    async def get(self):
        await asyncio.sleep(DELAY_S)
        self.write("done")


def make_app(delay_s):
    global DELAY_S
    DELAY_S = delay_s
    return Application([(r"/ping", PingHandler), (r"/slow", SlowHandler)])
