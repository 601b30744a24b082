"""Whoever gives the ten seconds to each request, one after the other.

Tempting, because the loop over the requests is the obvious way to wait for all of them. With one stuck request it
takes ten seconds, with two it takes twenty.
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
    for task in list(app.settings["tasks"]):
        try:
            await asyncio.wait_for(task, 10)
        except asyncio.TimeoutError:
            pass
    await server.close_all_connections()
