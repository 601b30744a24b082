# shape: app
# cause: sleep
"""Sleeps in `initialize`, which runs for every request."""

import time

from tornado.web import Application, RequestHandler


class Main(RequestHandler):
    def initialize(self, pause_s):
        time.sleep(pause_s)  # BLAME

    async def get(self):
        self.write("done")


def make_app():
    return Application([("/", Main, {"pause_s": 0.2})])
