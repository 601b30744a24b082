# shape: app
# spends: cpu
"""Computes for 12 ms in `prepare`, in the method and after it: 36 ms in what may be one tick."""

import time

from tornado.web import Application, RequestHandler


def work():
    until_s = time.thread_time() + 0.012
    while time.thread_time() < until_s:
        sum(range(100))


class Main(RequestHandler):
    def prepare(self):
        work()

    def get(self):
        work()
        self.write("done")

    def on_finish(self):
        work()


def make_app():
    return Application([("/", Main)])
