"""Whoever takes the main coroutine of the guide as it is.

Tempting, because asyncio.run ends the process right after main and the kernel tidies up. In a test, or in a
program that goes on, the server lives on without an owner and keeps its port.
"""

from tornado.web import Application, RequestHandler


class HelloHandler(RequestHandler):
    def get(self):
        self.write("Hello, world")


def make_app():
    return Application([(r"/", HelloHandler)])


async def main(port, shutdown_event):
    make_app().listen(port)
    await shutdown_event.wait()
