"""Whoever ends main the way a script ends.

Tempting, because "shut down" sounds like the end of the program, and sys.exit frees the port for sure. But main
is a coroutine that somebody awaits: SystemExit tears down the whole process instead of returning to the caller.
"""

import sys

from tornado.web import Application, RequestHandler


class HelloHandler(RequestHandler):
    def get(self):
        self.write("Hello, world")


def make_app():
    return Application([(r"/", HelloHandler)])


async def main(port, shutdown_event):
    make_app().listen(port)
    await shutdown_event.wait()
    sys.exit(0)
