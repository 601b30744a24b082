"""Whoever reads `server.stop()` as "let everything end, then stop".

Tempting, because its manual says that requests in progress may still continue. They may, for as long as the process
lives: nobody waits for them here, and asyncio.run ends when main returns.
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
