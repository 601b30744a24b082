"""Whoever pastes the guide's main, which makes its own event, below the new signature.

Tempting, because the name is the same and the server runs. The new event hides the argument, nobody can
set it, and main never returns.
"""

import asyncio

from tornado.web import Application, RequestHandler


class HelloHandler(RequestHandler):
    def get(self):
        self.write("Hello, world")


def make_app():
    return Application([(r"/", HelloHandler)])


async def main(port, shutdown_event):
    server = make_app().listen(port)
    shutdown_event = asyncio.Event()
    await shutdown_event.wait()
    server.stop()
    await server.close_all_connections()
