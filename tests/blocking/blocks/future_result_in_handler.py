# shape: app
# cause: lock
"""Waits for a pool's future in a request handler."""

import time
from concurrent.futures import ThreadPoolExecutor

from tornado.web import Application, RequestHandler

POOL = ThreadPoolExecutor()


def work():
    time.sleep(0.2)
    return "done"


class Main(RequestHandler):
    def get(self):
        future = POOL.submit(work)
        self.write(future.result())  # BLAME


def make_app():
    return Application([("/", Main)])
