"""Whoever knows flags from threads: look, sleep a little, look again.

Tempting, because in a thread of its own that is how one waits for a flag. Here the sleep holds the thread that
should serve the requests, so the server listens and never answers.
"""

import time

from tornado.web import Application, RequestHandler


class HelloHandler(RequestHandler):
    def get(self):
        self.write("Hello, world")


def make_app():
    return Application([(r"/", HelloHandler)])


async def main(port, shutdown_event):
    server = make_app().listen(port)
    while not shutdown_event.is_set():
        time.sleep(0.25)  # BLAME
    server.stop()
    await server.close_all_connections()
