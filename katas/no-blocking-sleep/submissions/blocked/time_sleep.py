"""Whoever takes `async def` for the thing that makes a handler asynchronous.

Tempting, because the handler is a coroutine now and /slow answers on time. time.sleep puts the loop's thread to
sleep, and with it every other handler.
"""

import time

from tornado.web import Application, RequestHandler


class PingHandler(RequestHandler):
    def get(self):
        self.write("pong")


class SlowHandler(RequestHandler):
    def initialize(self, delay_s):
        self.delay_s = delay_s

    async def get(self):
        time.sleep(self.delay_s)  # BLAME
        self.write("done")


def make_app(delay_s):
    return Application([(r"/ping", PingHandler), (r"/slow", SlowHandler, {"delay_s": delay_s})])
