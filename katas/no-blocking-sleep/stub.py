"""Two pages: one is slow, and the other should not notice."""

from tornado.web import Application, RequestHandler


class PingHandler(RequestHandler):
    """Answers "pong" at once."""

    async def get(self):
        raise NotImplementedError("/ping is yours to write")


class SlowHandler(RequestHandler):
    """Answers "done" after `delay_s` seconds."""

    def initialize(self, delay_s):
        self.delay_s = delay_s

    async def get(self):
        raise NotImplementedError("/slow is yours to write")


def make_app(delay_s):
    """Return the Application with /ping and /slow."""
    return Application([(r"/ping", PingHandler), (r"/slow", SlowHandler, {"delay_s": delay_s})])
