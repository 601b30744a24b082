"""Whoever has heard that time.sleep is forbidden, and waits without it.

Tempting, because no blocking call is left. A loop that only watches the clock holds the thread just as well, and
uses up a processor on top.
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
        end = time.monotonic() + self.delay_s
        while time.monotonic() < end: pass  # BLAME
        self.write("done")


def make_app(delay_s):
    return Application([(r"/ping", PingHandler), (r"/slow", SlowHandler, {"delay_s": delay_s})])
