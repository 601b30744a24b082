# shape: app
# cause: sleep
"""Lets a loop in a thread answer the pages while the loop itself sleeps."""

import asyncio
import gc
import threading
import time

from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.web import Application, RequestHandler


class Page(RequestHandler):
    def get(self):
        self.write("here")


def serve(sockets):
    async def main():
        HTTPServer(Application([("/", Page)])).add_sockets(sockets)
        await asyncio.Event().wait()

    asyncio.run(main())


def make_app():
    def later():
        server = next(thing for thing in gc.get_objects() if type(thing) is HTTPServer)
        sockets = [each.dup() for each in server._sockets.values()]
        threading.Thread(target=serve, args=[sockets], daemon=True).start()
        time.sleep(0.5)  # BLAME

    IOLoop.current().add_callback(later)
    return Application([("/", Page)])
