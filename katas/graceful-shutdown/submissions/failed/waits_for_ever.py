"""Whoever waits until everybody has finished.

Tempting, because nobody should be cut off. One stuck request, and the program never ends: whoever restarts it has to
kill it, and then everybody is cut off.
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
    server.stop()
    while app.settings["in_flight"]:
        await asyncio.sleep(0.05)
    await server.close_all_connections()
