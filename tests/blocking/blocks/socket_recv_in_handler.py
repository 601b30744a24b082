# shape: app
# cause: network
"""Receives from a blocking socket in a request handler."""

import socket
import threading

from tornado.web import Application, RequestHandler


class Main(RequestHandler):
    async def get(self):
        ours, theirs = socket.socketpair()
        threading.Timer(0.2, theirs.sendall, [b"hello"]).start()
        self.write(ours.recv(5))  # BLAME


def make_app():
    return Application([("/", Main)])
