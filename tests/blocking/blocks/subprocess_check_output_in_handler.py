# shape: app
# cause: process
"""Asks a program for its output in a request handler."""

import subprocess

from tornado.web import Application, RequestHandler


class Main(RequestHandler):
    def get(self):
        self.write(subprocess.check_output(["sh", "-c", "sleep 0.2; echo done"]))  # BLAME


def make_app():
    return Application([("/", Main)])
