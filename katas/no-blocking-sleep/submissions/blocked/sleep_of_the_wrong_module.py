"""Whoever imports a bare `sleep` and gets the wrong one.

Tempting, because three modules have a sleep and editors offer time's first. The call looks just like Tornado's,
and nothing complains: only the missing await gives it away.
"""

from time import sleep

from tornado.web import Application, RequestHandler


class PingHandler(RequestHandler):
    def get(self):
        self.write("pong")


class SlowHandler(RequestHandler):
    def initialize(self, delay_s):
        self.delay_s = delay_s

    async def get(self):
        sleep(self.delay_s)  # BLAME
        self.write("done")


def make_app(delay_s):
    return Application([(r"/ping", PingHandler), (r"/slow", SlowHandler, {"delay_s": delay_s})])
