# shape: app
# cause: sleep
"""Renders a template that sleeps by itself; the learner's own last line is the one that renders."""

from tornado.template import Template
from tornado.web import Application, RequestHandler

PAGE = Template("{% import time %}{% set _ = time.sleep(0.2) %}done")


class Main(RequestHandler):
    async def get(self):
        self.write(PAGE.generate())  # BLAME


def make_app():
    return Application([("/", Main)])
