"""Whoever has only tried it with a client in the house.

Tempting, because asyncio.wait takes a set and a limit, just what is needed. It refuses an empty set: with nothing in
flight, main raises ValueError and closes nothing.
"""

import asyncio

from tornado.web import Application, RequestHandler


class WorkHandler(RequestHandler):
    def prepare(self):
        task = asyncio.current_task()
        self.settings["tasks"].add(task)
        task.add_done_callback(self.settings["tasks"].discard)

    async def get(self):
        await asyncio.sleep(float(self.get_argument("s")))
        self.write("done")


def make_app():
    return Application([(r"/work", WorkHandler)], tasks=set())


async def main(port, shutdown_event):
    app = make_app()
    server = app.listen(port)
    await shutdown_event.wait()
    server.stop()
    await asyncio.wait(app.settings["tasks"], timeout=10)
    await server.close_all_connections()
