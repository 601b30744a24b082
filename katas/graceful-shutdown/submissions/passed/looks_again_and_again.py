"""Count requests from prepare to on_finish, and look every 50 ms whether one is left: plain, and soon enough."""

import asyncio

from tornado.web import Application, RequestHandler


class WorkHandler(RequestHandler):
    def prepare(self):
        self.settings["in_flight"].add(self)

    async def get(self):
        await asyncio.sleep(float(self.get_argument("s")))
        self.write("done")

    def on_finish(self):
        self.settings["in_flight"].discard(self)


def make_app():
    return Application([(r"/work", WorkHandler)], in_flight=set())


async def main(port, shutdown_event):
    app = make_app()
    server = app.listen(port, address="127.0.0.1")
    await shutdown_event.wait()
    server.stop()
    loop = asyncio.get_running_loop()
    deadline_s = loop.time() + 10
    while app.settings["in_flight"] and loop.time() < deadline_s:
        await asyncio.sleep(0.05)
    await server.close_all_connections()
