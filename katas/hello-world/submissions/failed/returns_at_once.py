"""Whoever comes from frameworks where `listen` is the line that blocks.

Tempting, because the server is there after this line. But `listen` only registers it with the loop:
main returns at once, and asyncio.run would end the program with the server in it.
"""

from tornado.web import Application, RequestHandler


class HelloHandler(RequestHandler):
    def get(self):
        self.write("Hello, world")


def make_app():
    return Application([(r"/", HelloHandler)])


async def main(port, shutdown_event):
    make_app().listen(port)
