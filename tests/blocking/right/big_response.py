# shape: app
"""Sends four megabytes in pieces, and awaits that each is on its way."""

from tornado.web import Application, RequestHandler


class Main(RequestHandler):
    async def get(self):
        for _ in range(64):
            self.write(bytes(65_536))
            await self.flush()


def make_app():
    return Application([("/", Main)])
