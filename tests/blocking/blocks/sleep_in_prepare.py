# shape: app
# cause: sleep
"""Sleeps in `prepare`, which runs on the loop before the method does."""

import time

from tornado.web import Application, RequestHandler


class Main(RequestHandler):
    def prepare(self):
        time.sleep(0.2)  # BLAME

    async def get(self):
        self.write("done")


def make_app():
    return Application([("/", Main)])
