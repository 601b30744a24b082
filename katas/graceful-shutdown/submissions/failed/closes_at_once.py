"""Whoever takes the clean goodbye of the hello-world kata.

Tempting, because it ends in the right state: nobody listens, no connection is open. It gets there by cutting off
whoever was waiting for an answer.
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
    await server.close_all_connections()
