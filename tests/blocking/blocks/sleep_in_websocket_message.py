# shape: chat
# cause: sleep
"""Sleeps in `on_message`, so all other sockets fall silent."""

import time

from tornado.web import Application
from tornado.websocket import WebSocketHandler


class Chat(WebSocketHandler):
    def on_message(self, message):
        time.sleep(0.2)  # BLAME
        self.write_message(message)


def make_app():
    return Application([("/chat", Chat)])
