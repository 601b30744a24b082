"""Whoever starts a helper in the background and forgets it.

Tempting, because create_task is one line and the helper does its job. Nobody ends it: it outlives main, and
the server that it reports on.
"""

import asyncio

from tornado.web import Application, RequestHandler


class HelloHandler(RequestHandler):
    def get(self):
        self.write("Hello, world")


def make_app():
    return Application([(r"/", HelloHandler)])


async def report_uptime():
    minutes = 0
    while True:
        await asyncio.sleep(60)
        minutes += 1
        print(f"up for {minutes} min")


async def main(port, shutdown_event):
    server = make_app().listen(port)
    reporter = asyncio.create_task(report_uptime())
    await shutdown_event.wait()
    print(f"stopping, {reporter.get_name()} reported so far")
    server.stop()
    await server.close_all_connections()
