"""Whoever learnt Tornado from examples that are older than asyncio.run.

Tempting, because `IOLoop.current().start()` was the last line of every Tornado program. Inside main the
loop already runs, and starting it once more raises RuntimeError.
"""

from tornado.ioloop import IOLoop
from tornado.web import Application, RequestHandler


class HelloHandler(RequestHandler):
    def get(self):
        self.write("Hello, world")


def make_app():
    return Application([(r"/", HelloHandler)])


async def main(port, shutdown_event):
    server = make_app().listen(port)
    IOLoop.current().start()
    await shutdown_event.wait()
    server.stop()
    await server.close_all_connections()
