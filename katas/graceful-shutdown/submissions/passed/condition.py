"""Count, and be told: each end of a request notifies the Condition that main waits for, ten seconds at most."""

import asyncio
import contextlib

from tornado.httpserver import HTTPServer
from tornado.locks import Condition
from tornado.web import Application, RequestHandler


class InFlight:
    """The number of requests in flight; somebody may wait until it is 0."""

    def __init__(self):
        self.number = 0
        self.changed = Condition()

    def count(self, change):
        self.number += change
        self.changed.notify_all()

    async def nobody(self):
        while self.number:
            await self.changed.wait()


class WorkHandler(RequestHandler):
    def initialize(self, in_flight):
        self.in_flight = in_flight
        in_flight.count(+1)

    async def get(self):
        await asyncio.sleep(float(self.get_argument("s")))
        await self.finish("done")

    def on_finish(self):
        self.in_flight.count(-1)


def make_app(in_flight=None):
    return Application([(r"/work", WorkHandler, {"in_flight": in_flight or InFlight()})])


async def main(port, shutdown_event):
    in_flight = InFlight()
    server = HTTPServer(make_app(in_flight))
    server.listen(port, address="127.0.0.1")
    try:
        await shutdown_event.wait()
    finally:
        server.stop()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(in_flight.nobody(), timeout=10)
        await server.close_all_connections()
