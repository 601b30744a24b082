"""Whoever gives everybody the full grace time.

Tempting, because it needs no counting and every request of less than ten seconds gets its answer. But each restart
now takes ten seconds, at night as well, with nobody in the house.
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
    await asyncio.sleep(10)
    await server.close_all_connections()
