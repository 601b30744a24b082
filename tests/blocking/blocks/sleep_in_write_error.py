# shape: app
# cause: sleep
"""Sleeps in `write_error`, so every mistake of one client holds up all of them."""

import time

from tornado.web import Application, HTTPError, RequestHandler


class Main(RequestHandler):
    async def get(self):
        raise HTTPError(404)

    def write_error(self, status_code, **kwargs):
        time.sleep(0.2)  # BLAME
        self.finish("nothing here")


def make_app():
    return Application([("/", Main)])
