"""The decorated form with Tornado's own sleep; the delay comes from the application's settings."""

from tornado import gen
from tornado.web import Application, RequestHandler


class PingHandler(RequestHandler):
    def get(self):
        self.write("pong")


class SlowHandler(RequestHandler):
    @gen.coroutine
    def get(self):
        yield gen.sleep(self.settings["delay_s"])
        self.write("done")


def make_app(delay_s):
    return Application([(r"/ping", PingHandler), (r"/slow", SlowHandler)], delay_s=delay_s)
