"""Whoever moves the sleep to a pool and then waits for the pool.

Tempting, because the sleep is in another thread now, as advised. `result()` waits for that thread, and it waits on
the loop's.
"""

import time
from concurrent.futures import ThreadPoolExecutor

from tornado.web import Application, RequestHandler

POOL = ThreadPoolExecutor(max_workers=10)


class PingHandler(RequestHandler):
    def get(self):
        self.write("pong")


class SlowHandler(RequestHandler):
    def initialize(self, delay_s):
        self.delay_s = delay_s

    async def get(self):
        POOL.submit(time.sleep, self.delay_s).result()  # BLAME
        self.write("done")


def make_app(delay_s):
    return Application([(r"/ping", PingHandler), (r"/slow", SlowHandler, {"delay_s": delay_s})])
