"""Whoever remembers that there is work, instead of how much.

Tempting, because with one client in the test a flag does the same as a counter. With two, the first one to finish
says for both that nobody is left.
"""

import asyncio

from tornado.web import Application, RequestHandler


class WorkHandler(RequestHandler):
    def prepare(self):
        self.application.is_busy = True

    async def get(self):
        await asyncio.sleep(float(self.get_argument("s")))
        self.write("done")

    def on_finish(self):
        self.application.is_busy = False


def make_app():
    return Application([(r"/work", WorkHandler)])


async def main(port, shutdown_event):
    app = make_app()
    app.is_busy = False
    server = app.listen(port)
    await shutdown_event.wait()
    server.stop()
    loop = asyncio.get_running_loop()
    deadline_s = loop.time() + 10
    while app.is_busy and loop.time() < deadline_s:
        await asyncio.sleep(0.05)
    await server.close_all_connections()
