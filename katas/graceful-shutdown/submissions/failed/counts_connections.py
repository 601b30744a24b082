"""Whoever counts what the server counts already: its connections.

Tempting, because HTTPServer keeps them in a set, and it needs no code in the handlers. The set is private, and
browsers keep a connection open when they have their answer: with one idle tab, each restart takes ten seconds.
"""

import asyncio

from tornado.web import Application, RequestHandler


class WorkHandler(RequestHandler):
    async def get(self):
        await asyncio.sleep(float(self.get_argument("s")))
        self.write("done")


def make_app():
    return Application([(r"/work", WorkHandler)])


async def main(port, shutdown_event):
    server = make_app().listen(port)
    await shutdown_event.wait()
    server.stop()
    loop = asyncio.get_running_loop()
    deadline_s = loop.time() + 10
    while server._connections and loop.time() < deadline_s:
        await asyncio.sleep(0.05)
    await server.close_all_connections()
