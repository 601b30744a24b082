"""Every request is a task of the loop: wait for those that are there, with a time limit for all of them together."""

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
    server = app.listen(port, address="127.0.0.1")
    await shutdown_event.wait()
    server.stop()
    tasks = app.settings["tasks"]
    if tasks:  # asyncio.wait refuses an empty set
        await asyncio.wait(tasks, timeout=10)
    await server.close_all_connections()
