"""Whoever types the greeting from memory.

Tempting, because to a human "Hello World!" is the same thing. A client compares bytes.
"""

from tornado.web import Application, RequestHandler


class HelloHandler(RequestHandler):
    def get(self):
        self.write("Hello World!")


def make_app():
    return Application([(r"/", HelloHandler)])


async def main(port, shutdown_event):
    server = make_app().listen(port)
    await shutdown_event.wait()
    server.stop()
    await server.close_all_connections()
