"""Whoever lets main wait for a lock that the handlers hold while they work.

Tempting, because it needs no counter: who gets the lock knows that nobody works. That is the trouble, as only one
can have it: the clients work one after the other now, and main stands in the same queue.
"""

import asyncio

from tornado.web import Application, RequestHandler

WORK = asyncio.Lock()


class WorkHandler(RequestHandler):
    async def get(self):
        async with WORK:
            await asyncio.sleep(float(self.get_argument("s")))
        self.write("done")


def make_app():
    return Application([(r"/work", WorkHandler)])


async def main(port, shutdown_event):
    server = make_app().listen(port)
    await shutdown_event.wait()
    server.stop()
    try:
        await asyncio.wait_for(WORK.acquire(), 10)
    except asyncio.TimeoutError:
        pass
    await server.close_all_connections()
