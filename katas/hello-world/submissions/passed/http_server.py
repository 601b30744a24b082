"""The long form: an HTTPServer of one's own, stopped in `finally`, so that a cancelled main cleans up too."""

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler


class HelloHandler(RequestHandler):
    async def get(self):
        await self.finish("Hello, world")


def make_app():
    return Application([(r"/", HelloHandler)])


async def main(port, shutdown_event):
    server = HTTPServer(make_app())
    server.listen(port, address="127.0.0.1")
    try:
        await shutdown_event.wait()
    finally:
        server.stop()
        await server.close_all_connections()
