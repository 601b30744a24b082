# shape: app
# cause: sleep
"""Sleeps in `on_finish`: this client has its answer, all others wait."""

import time

from tornado.web import Application, RequestHandler


class Main(RequestHandler):
    async def get(self):
        self.write("done")

    def on_finish(self):
        time.sleep(0.2)  # BLAME


def make_app():
    return Application([("/", Main)])
