"""Whoever replaces time.sleep by gen.sleep and leaves out the await.

Tempting, because the line reads like the old one and nothing is raised. gen.sleep returns a Future at once;
without the await nobody waits for it, and /slow is the fastest page of the site.
"""

from tornado import gen
from tornado.web import Application, RequestHandler


class PingHandler(RequestHandler):
    def get(self):
        self.write("pong")


class SlowHandler(RequestHandler):
    def initialize(self, delay_s):
        self.delay_s = delay_s

    async def get(self):
        gen.sleep(self.delay_s)
        self.write("done")


def make_app(delay_s):
    return Application([(r"/ping", PingHandler), (r"/slow", SlowHandler, {"delay_s": delay_s})])
