"""Whoever reads `server.stop()` as "stop the server".

Tempting, because the port is free afterwards and a second start works. But `stop` only stops accepting:
browsers that keep their connection are served by a server that should be gone.
"""

from tornado.web import Application, RequestHandler


class HelloHandler(RequestHandler):
    def get(self):
        self.write("Hello, world")


def make_app():
    return Application([(r"/", HelloHandler)])


async def main(port, shutdown_event):
    server = make_app().listen(port)
    await shutdown_event.wait()
    server.stop()
