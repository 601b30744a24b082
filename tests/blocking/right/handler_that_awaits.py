# shape: app
"""Awaits in `prepare` and in the method."""

import asyncio

from tornado.web import Application, RequestHandler


class Main(RequestHandler):
    async def prepare(self):
        await asyncio.sleep(0.1)

    async def get(self):
        await asyncio.sleep(0.1)
        self.write("done")


def make_app():
    return Application([("/", Main)])
