# shape: app
# cause: sleep
"""Sleeps in a request handler, and every other request waits for it."""

import time

from tornado.web import Application, RequestHandler


class Main(RequestHandler):
    def get(self):
        time.sleep(0.2)  # BLAME
        self.write("done")


def make_app():
    return Application([("/", Main)])
