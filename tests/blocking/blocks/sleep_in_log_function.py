# shape: app
# cause: sleep
"""Sleeps in the application's `log_function`, which runs after each request."""

import time

from tornado.web import Application, RequestHandler


class Main(RequestHandler):
    async def get(self):
        self.write("done")


def log(handler):
    time.sleep(0.2)  # BLAME


def make_app():
    return Application([("/", Main)], log_function=log)
