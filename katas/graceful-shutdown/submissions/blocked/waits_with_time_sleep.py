"""Whoever waits for the requests as one waits for threads.

Tempting, because the counter will be empty sooner or later. But the requests run on the thread that sleeps here:
while it waits for them, none of them can end, and after ten seconds all of them are cut off.
"""

import asyncio
import time

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
    deadline_s = time.monotonic() + 10
    while app.settings["in_flight"] and time.monotonic() < deadline_s:
        time.sleep(0.1)  # BLAME
    await server.close_all_connections()
