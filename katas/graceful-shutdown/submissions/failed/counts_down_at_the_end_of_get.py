"""Whoever counts up in the first line of `get` and down in the last.

Tempting, because that is where the work begins and ends. An exception leaves out the last line: the request that
failed is in flight for ever, and holds up the shutdown.
"""

import asyncio

from tornado.web import Application, RequestHandler


class WorkHandler(RequestHandler):
    async def get(self):
        self.settings["in_flight"].add(self)
        await asyncio.sleep(float(self.get_argument("s")))
        self.write("done")
        self.settings["in_flight"].discard(self)


def make_app():
    return Application([(r"/work", WorkHandler)], in_flight=set())


async def main(port, shutdown_event):
    app = make_app()
    server = app.listen(port)
    await shutdown_event.wait()
    server.stop()
    loop = asyncio.get_running_loop()
    deadline_s = loop.time() + 10
    while app.settings["in_flight"] and loop.time() < deadline_s:
        await asyncio.sleep(0.05)
    await server.close_all_connections()
