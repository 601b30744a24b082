# shape: app
# cause: sleep
"""Sleeps in a function that a template calls while it is rendered on the loop."""

import time

from tornado.template import Template
from tornado.web import Application, RequestHandler

PAGE = Template("<p>{{ weather() }}</p>")


def weather():
    time.sleep(0.2)  # BLAME
    return "sunny"


class Main(RequestHandler):
    async def get(self):
        self.write(PAGE.generate(weather=weather))


def make_app():
    return Application([("/", Main)])
