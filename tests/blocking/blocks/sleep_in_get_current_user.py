# shape: app
# cause: sleep
"""Sleeps in `get_current_user`, which the decorator `authenticated` calls on the loop."""

import time

from tornado.web import Application, RequestHandler, authenticated


class Main(RequestHandler):
    def get_current_user(self):
        time.sleep(0.2)  # BLAME
        return "somebody"

    @authenticated
    async def get(self):
        self.write(self.current_user)


def make_app():
    return Application([("/", Main)])
