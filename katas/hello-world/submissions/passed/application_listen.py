"""The short form: `Application.listen` makes the HTTPServer and returns it."""

from tornado.web import Application, RequestHandler


class HelloHandler(RequestHandler):
    def get(self):
        self.write("Hello, world")


def make_app():
    return Application([(r"/", HelloHandler)])


async def main(port, shutdown_event):
    server = make_app().listen(port, address="127.0.0.1")
    await shutdown_event.wait()
    server.stop()
    await server.close_all_connections()
