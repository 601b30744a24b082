# shape: app
# cause: lock
"""Joins a thread after the response was sent."""

import threading
import time

from tornado.web import Application, RequestHandler


class Main(RequestHandler):
    async def get(self):
        self.thread = threading.Thread(target=time.sleep, args=(0.2,))
        self.thread.start()
        self.write("done")

    def on_finish(self):
        self.thread.join()  # BLAME


def make_app():
    return Application([("/", Main)])
