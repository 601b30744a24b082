"""Whoever leaves out `if __name__ == "__main__":`.

Tempting, because the file starts fine by hand before main gets its arguments. Imported, the last line runs as
well: it calls main without arguments, and the module cannot be loaded.
"""

import asyncio

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
    await server.close_all_connections()


asyncio.run(main())
