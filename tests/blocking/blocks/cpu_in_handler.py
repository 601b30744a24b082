# shape: app
# cause: cpu
"""Computes in a request handler."""

from tornado.web import Application, RequestHandler


class Main(RequestHandler):
    async def get(self):
        self.write(str(sum(number % 7 for number in range(6_000_000))))  # BLAME


def make_app():
    return Application([("/", Main)])
