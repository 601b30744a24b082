"""Whoever waits first and stops the server afterwards.

Tempting, because one stops a thing when it is no longer needed. The door stays open meanwhile: new guests come in,
and on a busy day the house is never empty.
"""

import asyncio

from tornado.web import Application, RequestHandler


class WorkHandler(RequestHandler):
    def prepare(self):
        self.settings["in_flight"].add(self)

    async def get(self):
        await asyncio.sleep(float(self.get_argument("s")))
        self.write("done")

    def on_finish(self):
        self.settings["in_flight"].discard(self)


def make_app():
    return Application([(r"/work", WorkHandler)], in_flight=set())


async def main(port, shutdown_event):
    app = make_app()
    server = app.listen(port)
    await shutdown_event.wait()
    loop = asyncio.get_running_loop()
    deadline_s = loop.time() + 10
    while app.settings["in_flight"] and loop.time() < deadline_s:
        await asyncio.sleep(0.05)
    server.stop()
    await server.close_all_connections()
