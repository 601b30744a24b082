"""A server that does some work for its clients, and lets them have it before it stops."""

import asyncio

from tornado.web import Application, RequestHandler


class WorkHandler(RequestHandler):
    """Answers "done" after `s` seconds."""

    async def get(self):
        await asyncio.sleep(float(self.get_argument("s")))
        self.write("done")


def make_app():
    """Return the Application."""
    return Application([(r"/work", WorkHandler)])


async def main(port, shutdown_event):
    """Serve until `shutdown_event` is set; then let the requests in flight end, within ten seconds, and return."""
    raise NotImplementedError("main is yours to write")
